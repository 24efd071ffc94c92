import { AppError } from '../../core/app-error.ts';
import type { HandlersOf } from '../handler.ts';

const notYet = async (): Promise<never> => {
  throw new AppError('unavailable', 'This question cannot be answered yet.');
};

export const failureHandlers: HandlersOf<
  | 'getBuildFailure'
  | 'setBuildFailure'
  | 'listFailures'
  | 'getFailure'
  | 'getFailureFigures'
  | 'listBursts'
  | 'listFailureRules'
  | 'createFailureRule'
  | 'updateFailureRule'
  | 'deleteFailureRule'
  | 'testFailureRule'
> = {
  getBuildFailure: notYet,
  setBuildFailure: notYet,
  listFailures: notYet,
  getFailure: notYet,
  getFailureFigures: notYet,
  listBursts: notYet,
  listFailureRules: notYet,
  createFailureRule: notYet,
  updateFailureRule: notYet,
  deleteFailureRule: notYet,
  testFailureRule: notYet,
};
