import type { HandlersOf } from '../handler.ts';

export const capacityHandlers: HandlersOf<'listQueue' | 'getQueueFigures' | 'listAgents' | 'getAgentFigures'> = {
  listQueue: ({ ask }, { query }) => ask('listQueue', query),
  getQueueFigures: ({ ask }, { query }) => ask('queueFigures', query),
  listAgents: ({ ask }, { query }) => ask('listAgents', query),
  getAgentFigures: ({ ask }, { query }) => ask('agentFigures', query),
};
