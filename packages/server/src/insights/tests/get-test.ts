import type { TestDetail } from '@buildbutler/contract';
import { AppError } from '../../core/app-error.ts';
import { Calendar, dayMs } from '../../core/calendar.ts';
import { jobOfBuild, publicBuildId } from '../../core/entity-id.ts';
import { exactPercentile } from '../../core/sketch.ts';
import { type Window, windowOf } from '../../core/window.ts';
import { buildsOfJob } from '../../storage/job-summary.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import { historyOfTest, type TestHistoryPlace, type TestRun } from '../../storage/test-reports/history-of-test.ts';
import { readFailuresIn } from '../../storage/test-reports/read-failed-tests.ts';
import { suiteOfTest } from '../../storage/test-reports/suite-of-test.ts';
import { iso } from '../build-view.ts';
import { buildsOfRuns, requireTest } from './runs-of-test.ts';
import type { TestSum } from './test-tally.ts';
import { flakyTestIds, toTestSummaries } from './test-view.ts';

export interface GetTestInput {
  readonly id: string;
  readonly range: string;
  readonly tz: string;
  readonly branch?: string | undefined;
}

const runsAtOnce = 1_000;
/** More are not counted: a page of one test is about its recent past. */
const mostRuns = 20_000;
const mostTimeline = 100;
const mostErrors = 10;
const mostFailures = 500;
/** Days told one by one. */
const mostDays = 366;
const reportsWithout = 10;

type RunOnBranch = TestRun & { readonly branch: string | null };

/** Runs of a test in a window, newest first; on one branch, when one is asked. */
async function runsWithin(db: Database, testId: number, window: Window, branch: string | undefined) {
  const all: RunOnBranch[] = [];
  let before: TestHistoryPlace | null = null;
  do {
    const history: Awaited<ReturnType<typeof historyOfTest>> = await historyOfTest(db, testId, {
      most: runsAtOnce,
      before,
    });
    const runs = history.runs.filter(
      ({ startedAtMs }) => startedAtMs >= window.sinceMs && startedAtMs < window.untilMs,
    );
    const builds = await buildsOfRuns(
      db,
      runs.map(({ buildId }) => buildId),
    );
    for (const run of runs) {
      const own = builds.get(run.buildId)?.branch ?? null;
      if (!branch || own === branch) all.push({ ...run, branch: own });
    }
    before = history.next;
  } while (before !== null && before.startedAtMs >= window.sinceMs && all.length < mostRuns);
  return all;
}

const positions = { passed: 0, failed: 1, skipped: 2 } as const;
const count = (runs: readonly TestRun[], status: TestRun['status']) =>
  runs.filter((run) => run.status === status).length;

function failingSinceMs(runs: readonly TestRun[]): number {
  let sinceMs = 0;
  for (const { startedAtMs, status } of runs) {
    if (status === 'passed') break;
    if (status === 'failed') sinceMs = startedAtMs;
  }
  return sinceMs;
}

function sumOf(testId: number, runs: readonly TestRun[], last: TestRun): TestSum {
  const timed = runs.filter(({ durationMs }) => durationMs !== null);
  return {
    testId,
    passed: count(runs, 'passed'),
    failed: count(runs, 'failed'),
    skipped: count(runs, 'skipped'),
    timed: timed.length,
    durationMs: timed.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0),
    lastBuildId: last.buildId,
    lastRunMs: last.startedAtMs,
    lastStatus: positions[last.status],
    failingSinceMs: failingSinceMs(runs),
  };
}

function timesOf(runs: readonly TestRun[]): TestDetail['duration'] {
  const values = Float64Array.from(runs.flatMap(({ durationMs }) => durationMs ?? []));
  const avg = values.length === 0 ? null : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
  const [p50, p95, max] = [0.5, 0.95, 1].map((share) => exactPercentile(values, share));
  return { avg, p50: p50 ?? null, p95: p95 ?? null, max: max ?? null };
}

function daysOf(runs: readonly TestRun[], { sinceMs, untilMs }: Window, tz: string): TestDetail['days'] {
  const days = new Calendar(tz).days(Math.max(sinceMs, untilMs - mostDays * dayMs), untilMs);
  const byDay = Map.groupBy(runs, ({ startedAtMs }) => days.findLast((day) => day.sinceMs <= startedAtMs)?.key);
  return days.map(({ key }) => {
    const some = byDay.get(key) ?? [];
    const { avg, p95 } = timesOf(some);
    return { key, runs: some.length, failed: count(some, 'failed'), avg, p95 };
  });
}

function branchesOf(runs: readonly RunOnBranch[]): TestDetail['branches'] {
  return [...Map.groupBy(runs, ({ branch }) => branch ?? '')]
    .map(([branch, some]) => ({
      branch,
      runs: some.length,
      failed: count(some, 'failed'),
      passRate: count(some, 'passed') / some.length,
    }))
    .sort((a, b) => b.runs - a.runs || a.branch.localeCompare(b.branch));
}

/** The first line of an error without what differs between equal ones. */
function titleOf(text: string | null): string {
  const line = (text ?? '').split('\n').find((some) => some.trim() !== '') ?? 'without a message';
  return line
    .trim()
    .replaceAll(/0x[0-9a-f]+|@[0-9a-f]{4,}\b|\d+(?:[.,:]\d+)*/gi, '#')
    .slice(0, 300);
}

async function errorsOf(db: Database, testId: number, runs: readonly TestRun[]): Promise<TestDetail['errors']> {
  const ids = runs.filter(({ status }) => status === 'failed').map(({ buildId }) => buildId);
  const failures = await readFailuresIn(db, testId, ids.slice(0, mostFailures));
  return [...Map.groupBy(failures, ({ error, stack }) => titleOf(error ?? stack))]
    .map(([title, some]) => {
      const last = Math.max(...some.map(({ buildId }) => ids.length - ids.indexOf(buildId)));
      return { title, count: some.length, lastBuildId: publicBuildId(ids[ids.length - last] ?? 0) };
    })
    .sort((a, b) => b.count - a.count || a.title.localeCompare(b.title))
    .slice(0, mostErrors);
}

/** Whether a job has had ten reports since the last one in which a test stood. */
async function isVanished(db: Database, { lastBuildId }: TestSum): Promise<boolean> {
  const rows = await db
    .selectFrom('test_report')
    .select('build_id')
    .where('build_id', '>', lastBuildId)
    .where('build_id', '<=', buildsOfJob(jobOfBuild(lastBuildId))[1])
    .where('is_complete', '=', 1)
    .limit(reportsWithout)
    .execute();
  return rows.length === reportsWithout;
}

/** One test over a range: figures, days, timeline, branches, errors. Throws `not_found`. */
export async function getTest(store: Store, input: GetTestInput, nowMs: number): Promise<TestDetail> {
  const { db } = store;
  const testId = await requireTest(db, input.id);
  const window = windowOf(input.range, nowMs);
  const runs = await runsWithin(db, testId, window, input.branch);
  const last = runs[0] ?? (await historyOfTest(db, testId, { most: 1 })).runs[0];
  if (last === undefined) throw new AppError('not_found', `Nothing is kept of the test ${input.id} any more.`);
  const sum = sumOf(testId, runs, last);
  const hasVanished = await isVanished(db, sum);
  const facts = { flaky: await flakyTestIds(db), isVanished: () => hasVanished };
  const [summary] = await toTestSummaries(db, [sum], facts);
  if (summary === undefined) throw new AppError('not_found', `There is no test ${input.id}.`);
  return {
    ...summary,
    suite: await suiteOfTest(db, testId, last.buildId),
    duration: timesOf(runs),
    days: daysOf(runs, window, input.tz),
    timeline: runs
      .slice(0, mostTimeline)
      .toReversed()
      .map(({ buildId, durationMs, number, startedAtMs, status }) => ({
        buildId: publicBuildId(buildId),
        number,
        timestamp: iso(startedAtMs),
        status,
        duration: durationMs,
      })),
    branches: branchesOf(runs),
    errors: await errorsOf(db, testId, runs),
  };
}
