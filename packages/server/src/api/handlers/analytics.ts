import type { HandlersOf } from '../handler.ts';

export const analyticsHandlers: HandlersOf<'getMetrics' | 'getLive' | 'listBranches'> = {
  getMetrics: ({ ask }, { query }) => ask('metrics', query),
  getLive: ({ ask }) => ask('live', null),
  listBranches: async ({ ask }, { query }) => ({ data: await ask('listBranches', query) }),
};
