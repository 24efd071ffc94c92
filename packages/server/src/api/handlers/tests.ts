import { AppError } from '../../core/app-error.ts';
import { changeTestTags } from '../../operations/change-test-tags.ts';
import { setFlakyRules } from '../../operations/set-flaky-rules.ts';
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
  listTests: ({ ask }, { query }) => ask('listTests', query),
  getTest: ({ ask }, { params, query }) => ask('getTest', { ...params, ...query }),
  listTestRuns: ({ ask }, { params, query }) => ask('listTestRuns', { ...params, ...query }),
  listTestTags: async ({ ask }) => ({ data: await ask('testTags', null) }),
  changeTestTags: ({ context }, { body }) => changeTestTags(context, body),
  listFlakyTests: notYet,
  getFlakyTrend: notYet,
  listFlips: notYet,
  listFlakyJobs: notYet,
  getFlakyRules: async ({ ask }) => ({ ...(await ask('flakyRules', null)) }),
  setFlakyRules: async ({ context }, { body }) => ({ ...(await setFlakyRules(context, body)) }),
};
