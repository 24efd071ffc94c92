import { changeTestTags } from '../../operations/change-test-tags.ts';
import { setFlakyRules } from '../../operations/set-flaky-rules.ts';
import type { HandlersOf } from '../handler.ts';

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
  listFlakyTests: ({ ask }, { query }) => ask('listFlakyTests', query),
  getFlakyTrend: ({ ask }, { query }) => ask('flakyTrend', query),
  listFlips: ({ ask }, { query }) => ask('listFlips', query),
  listFlakyJobs: ({ ask }, { query }) => ask('listFlakyJobs', query),
  getFlakyRules: async ({ ask }) => ({ ...(await ask('flakyRules', null)) }),
  setFlakyRules: async ({ context }, { body }) => ({ ...(await setFlakyRules(context, body)) }),
};
