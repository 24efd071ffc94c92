import type { TestSummary, testSorts } from '@buildbutler/contract';
import { jobOfBuild } from '../../core/entity-id.ts';
import { testStatusAt } from '../../core/pack-test-cases.ts';
import type { TestStatus } from '../../core/test-report.ts';
import { windowOf } from '../../core/window.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import { connectionIdsOf } from '../build-filter.ts';
import { jobMatcher } from '../jobs-asked.ts';
import { reportsWithin } from './read-reports.ts';
import { type TestFilter, testMatcher } from './test-filter.ts';
import { namesOfTestKeys } from './test-names.ts';
import { type TestSum, TestTally } from './test-tally.ts';
import { flakyTestIds, toTestSummaries } from './test-view.ts';

export interface ListTestsInput extends TestFilter {
  readonly status?: readonly TestStatus[] | undefined;
  readonly vanished?: 'true' | undefined;
  readonly sort: (typeof testSorts)[number];
  readonly order: 'asc' | 'desc';
  readonly page: number;
  readonly per_page: number;
}

export interface TestList {
  readonly data: TestSummary[];
  readonly meta: { page: number; per_page: number; total: number };
}

/** A test is gone when it stood in none of so many newest reports of the job where it ran last. */
const reportsWithout = 10;

/** All tests of a question, counted. */
async function tally(db: Database, input: TestFilter, nowMs: number): Promise<TestTally> {
  const counts = new TestTally();
  const question = {
    window: windowOf(input.range, nowMs),
    connectionIds: await connectionIdsOf(db, input.instance),
    isMeant: await jobMatcher(db, input),
    branch: input.branch,
  };
  for await (const report of reportsWithin(db, question)) counts.add(report);
  return counts;
}

type Sort = (a: TestSum, b: TestSum) => number;

const runsOf = ({ failed, passed, skipped }: TestSum) => failed + passed + skipped;
const numbers: Record<Exclude<ListTestsInput['sort'], 'name'>, (sum: TestSum) => number | null> = {
  lastRun: ({ lastRunMs }) => lastRunMs,
  runs: runsOf,
  failed: ({ failed }) => failed,
  passRate: (sum) => sum.passed / runsOf(sum),
  avgDuration: ({ durationMs, timed }) => (timed === 0 ? null : durationMs / timed),
};

/** Equal ones stand in the order of their numbers, so that pages do not overlap. */
function byNumber(sort: Exclude<ListTestsInput['sort'], 'name'>, direction: number): Sort {
  return (a, b) => {
    const [one, other] = [numbers[sort](a), numbers[sort](b)];
    // Tests without a value come last in both directions.
    if (one === null || other === null) return one === other ? a.testId - b.testId : one === null ? 1 : -1;
    return (one - other) * direction || b.failed - a.failed || a.testId - b.testId;
  };
}

async function byName(db: Database, sums: readonly TestSum[], direction: number): Promise<Sort> {
  const names = await namesOfTestKeys(
    db,
    sums.map(({ testId }) => testId),
  );
  const nameOf = ({ testId }: TestSum) => {
    const { className, name } = names.get(testId) ?? { className: null, name: '?' };
    return className === null ? name : `${className}.${name}`;
  };
  const keyed = new Map(sums.map((sum) => [sum.testId, nameOf(sum)]));
  return (a, b) => {
    const [one = '', other = ''] = [keyed.get(a.testId), keyed.get(b.testId)];
    return (one < other ? -1 : one > other ? 1 : a.testId - b.testId) * direction;
  };
}

/** Tests that ran in a range, with their pass rate, sorted and paged. */
export async function listTests(store: Store, input: ListTestsInput, nowMs: number): Promise<TestList> {
  const { db } = store;
  const counts = await tally(db, input, nowMs);
  const isMeant = await testMatcher(db, input, counts.projectIds);
  const isVanished = ({ lastBuildId }: TestSum) =>
    counts.buildBefore(jobOfBuild(lastBuildId), reportsWithout - 1) > lastBuildId;
  const { status = [] } = input;
  const sums = [...counts.sums()].filter(
    (sum) =>
      isMeant(sum.testId) &&
      (status.length === 0 || status.includes(testStatusAt(sum.lastStatus))) &&
      (input.vanished === undefined || isVanished(sum)),
  );
  const direction = input.order === 'asc' ? 1 : -1;
  sums.sort(input.sort === 'name' ? await byName(db, sums, direction) : byNumber(input.sort, direction));
  const page = sums.slice((input.page - 1) * input.per_page, input.page * input.per_page);
  const data = await toTestSummaries(db, page, { flaky: await flakyTestIds(db), isVanished });
  return { data, meta: { page: input.page, per_page: input.per_page, total: sums.length } };
}
