import { readFlakyRules } from '../storage/flaky-rules.ts';
import type { Store } from '../storage/open-store.ts';
import { countTags } from '../storage/test-tag-repository.ts';
import { type GetTestInput, getTest } from './tests/get-test.ts';
import { type ListTestRunsInput, listTestRuns } from './tests/list-test-runs.ts';
import { type ListTestsInput, listTests } from './tests/list-tests.ts';

/** What the pages Tests and Flaky Tests ask. */
export const testQuestions = {
  flakyRules: (store: Store, _input: null) => readFlakyRules(store.db),
  getTest: (store: Store, input: GetTestInput, nowMs: number) => getTest(store, input, nowMs),
  listTestRuns: (store: Store, input: ListTestRunsInput) => listTestRuns(store, input),
  listTests: (store: Store, input: ListTestsInput, nowMs: number) => listTests(store, input, nowMs),
  testTags: (store: Store, _input: null) => countTags(store.db),
};
