import type { Handlers } from '../handler.ts';
import { accessHandlers } from './access.ts';
import { analyticsHandlers } from './analytics.ts';
import { buildHandlers } from './builds.ts';
import { connectionHandlers } from './connections.ts';
import { jobHandlers } from './jobs.ts';
import { systemHandlers } from './system.ts';

/** One handler for every route of the contract. */
export const allHandlers: Handlers = {
  ...accessHandlers,
  ...analyticsHandlers,
  ...buildHandlers,
  ...connectionHandlers,
  ...jobHandlers,
  ...systemHandlers,
};
