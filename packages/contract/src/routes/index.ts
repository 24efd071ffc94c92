import * as access from './access.ts';
import * as analytics from './analytics.ts';
import * as builds from './builds.ts';
import * as connections from './connections.ts';
import * as jobs from './jobs.ts';
import * as system from './system.ts';

const { jobSorts: _jobSorts, ...jobRoutes } = jobs;
const { buildSorts: _buildSorts, ...buildRoutes } = builds;
const { groupSorts: _groupSorts, ...analyticsRoutes } = analytics;

/** Every operation of the API by name. What is not here does not exist: the server refuses to register anything else. */
export const routes = { ...access, ...analyticsRoutes, ...buildRoutes, ...connections, ...jobRoutes, ...system };
export type RouteName = keyof typeof routes;
