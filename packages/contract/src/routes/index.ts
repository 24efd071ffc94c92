import * as access from './access.ts';
import * as analytics from './analytics.ts';
import * as audit from './audit.ts';
import * as builds from './builds.ts';
import * as capacity from './capacity.ts';
import * as connections from './connections.ts';
import * as failures from './failures.ts';
import * as hooks from './hooks.ts';
import * as jobs from './jobs.ts';
import * as pipelines from './pipelines.ts';
import * as system from './system.ts';
import * as tests from './tests.ts';
import * as users from './users.ts';

/** Every operation of the API by name. What is not here does not exist: the server refuses to register anything else. */
export const routes = {
  ...access,
  ...analytics,
  ...audit,
  ...builds,
  ...capacity,
  ...connections,
  ...failures,
  ...hooks,
  ...jobs,
  ...pipelines,
  ...system,
  ...tests,
  ...users,
};
export type RouteName = keyof typeof routes;
