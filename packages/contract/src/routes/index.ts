import * as access from './access.ts';
import * as analytics from './analytics.ts';
import * as builds from './builds.ts';
import * as connections from './connections.ts';
import * as hooks from './hooks.ts';
import * as jobs from './jobs.ts';
import * as system from './system.ts';

/** Every operation of the API by name. What is not here does not exist: the server refuses to register anything else. */
export const routes = { ...access, ...analytics, ...builds, ...connections, ...hooks, ...jobs, ...system };
export type RouteName = keyof typeof routes;
