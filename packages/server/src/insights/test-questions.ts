import { readFlakyRules } from '../storage/flaky-rules.ts';
import type { Store } from '../storage/open-store.ts';
import { countTags } from '../storage/test-tag-repository.ts';
import { type ListFlakyJobsInput, listFlakyJobs } from './tests/flaky-jobs.ts';
import { flakyTrend, type ListFlipsInput, listFlips } from './tests/flaky-trend.ts';
import { type GetTestInput, getTest } from './tests/get-test.ts';
import { type ListFlakyTestsInput, listFlakyTests } from './tests/list-flaky-tests.ts';
import { type ListTestRunsInput, listTestRuns } from './tests/list-test-runs.ts';
import { type ListTestsInput, listTests } from './tests/list-tests.ts';
import type { TestFilter } from './tests/test-filter.ts';

/** What the pages Tests and Flaky Tests ask. */
export const testQuestions = {
  flakyRules: (store: Store, _input: null) => readFlakyRules(store.db),
  flakyTrend: (store: Store, input: TestFilter, nowMs: number) => flakyTrend(store, input, nowMs),
  listFlakyJobs: (store: Store, input: ListFlakyJobsInput, nowMs: number) => listFlakyJobs(store, input, nowMs),
  listFlakyTests: (store: Store, input: ListFlakyTestsInput, nowMs: number) => listFlakyTests(store, input, nowMs),
  listFlips: (store: Store, input: ListFlipsInput, nowMs: number) => listFlips(store, input, nowMs),
  getTest: (store: Store, input: GetTestInput, nowMs: number) => getTest(store, input, nowMs),
  listTestRuns: (store: Store, input: ListTestRunsInput) => listTestRuns(store, input),
  listTests: (store: Store, input: ListTestsInput, nowMs: number) => listTests(store, input, nowMs),
  testTags: (store: Store, _input: null) => countTags(store.db),
};
