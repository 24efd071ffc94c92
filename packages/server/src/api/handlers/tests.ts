import { AppError } from '../../core/app-error.ts';
import type { HandlersOf } from '../handler.ts';

const notYet = async (): Promise<never> => {
  throw new AppError('unavailable', 'This question cannot be answered yet.');
};

export const testHandlers: HandlersOf<
  | 'listTests'
  | 'getTest'
  | 'listTestRuns'
  | 'listTestTags'
  | 'changeTestTags'
  | 'listFlakyTests'
  | 'getFlakyTrend'
  | 'listFlips'
  | 'listFlakyJobs'
  | 'getFlakyRules'
  | 'setFlakyRules'
> = {
  listTests: notYet,
  getTest: notYet,
  listTestRuns: notYet,
  listTestTags: notYet,
  changeTestTags: notYet,
  listFlakyTests: notYet,
  getFlakyTrend: notYet,
  listFlips: notYet,
  listFlakyJobs: notYet,
  getFlakyRules: notYet,
  setFlakyRules: notYet,
};
