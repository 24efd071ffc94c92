import type { Store } from '../storage/open-store.ts';
import { agentFigures } from './agents/agent-figures.ts';
import { type ListAgentsInput, listAgents } from './agents/list-agents.ts';
import type { SurveyInput } from './agents/survey-agents.ts';
import { type ListQueueInput, listQueue } from './queue/list-queue.ts';
import { type QueueFiguresInput, queueFigures } from './queue/queue-figures.ts';

/** What the pages Queue and Agents ask. */
export const capacityQuestions = {
  agentFigures: (store: Store, input: SurveyInput, nowMs: number) => agentFigures(store, input, nowMs),
  listAgents: (store: Store, input: ListAgentsInput, nowMs: number) => listAgents(store, input, nowMs),
  listQueue: (store: Store, input: ListQueueInput, nowMs: number) => listQueue(store, input, nowMs),
  queueFigures: (store: Store, input: QueueFiguresInput, nowMs: number) => queueFigures(store, input, nowMs),
};
