import type { Handlers } from '../handler.ts';
import { accessHandlers } from './access.ts';
import { analyticsHandlers } from './analytics.ts';
import { buildHandlers } from './builds.ts';
import { capacityHandlers } from './capacity.ts';
import { connectionHandlers } from './connections.ts';
import { failureHandlers } from './failures.ts';
import { jobHandlers } from './jobs.ts';
import { pipelineHandlers } from './pipelines.ts';
import { systemHandlers } from './system.ts';
import { testHandlers } from './tests.ts';
import { trendHandlers } from './trends.ts';

/** One handler for every route of the contract. */
export const allHandlers: Handlers = {
  ...accessHandlers,
  ...analyticsHandlers,
  ...buildHandlers,
  ...capacityHandlers,
  ...connectionHandlers,
  ...failureHandlers,
  ...jobHandlers,
  ...pipelineHandlers,
  ...systemHandlers,
  ...testHandlers,
  ...trendHandlers,
};
