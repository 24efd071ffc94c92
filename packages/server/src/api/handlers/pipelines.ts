import { AppError } from '../../core/app-error.ts';
import type { HandlersOf } from '../handler.ts';

const notYet = async (): Promise<never> => {
  throw new AppError('unavailable', 'This question cannot be answered yet.');
};

export const pipelineHandlers: HandlersOf<'listStages' | 'getStage'> = {
  listStages: notYet,
  getStage: notYet,
};
