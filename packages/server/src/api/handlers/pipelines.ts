import type { HandlersOf } from '../handler.ts';

export const pipelineHandlers: HandlersOf<'listStages' | 'getStage'> = {
  listStages: ({ ask }, { query }) => ask('listStages', query),
  getStage: ({ ask }, { query }) => ask('stageDetail', query),
};
