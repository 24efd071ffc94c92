import { AppError } from '../../core/app-error.ts';
import type { HandlersOf } from '../handler.ts';

const notYet = async (): Promise<never> => {
  throw new AppError('unavailable', 'This question cannot be answered yet.');
};

export const capacityHandlers: HandlersOf<'listQueue' | 'getQueueFigures' | 'listAgents' | 'getAgentFigures'> = {
  listQueue: notYet,
  getQueueFigures: notYet,
  listAgents: notYet,
  getAgentFigures: notYet,
};
