import type { BuildTest, BuildTests } from '@buildbutler/contract';
import { publicTestId } from '../core/test-key.ts';
import type { TestStatus } from '../core/test-report.ts';
import type { Store } from '../storage/open-store.ts';
import { type FailedTest, readFailedTests } from '../storage/test-reports/read-failed-tests.ts';
import {
  readTestReport,
  type StoredTestCase,
  type StoredTestReport,
} from '../storage/test-reports/read-test-report.ts';
import { deepStanding } from './deep-standing.ts';

export interface BuildTestsInput {
  readonly id: string;
  readonly page: number;
  readonly per_page: number;
  readonly status?: TestStatus | undefined;
  readonly q?: string | undefined;
}

const order: readonly TestStatus[] = ['failed', 'skipped', 'passed'];
/** More failures than this are shown without their errors. */
const mostWithText = 10_000;

type Named = Pick<StoredTestCase, 'name' | 'className' | 'suiteName'>;

function matcher(q: string | undefined): (test: Named) => boolean {
  if (q === undefined || q.trim() === '') return () => true;
  const wanted = q.trim().toLowerCase();
  return ({ name, className, suiteName }) =>
    [name, className, suiteName, `${className ?? ''}.${name}`].some((text) => text?.toLowerCase().includes(wanted));
}

function fromCase({ suiteName, stageNames, durationMs, skippedMessage, ...test }: StoredTestCase): BuildTest {
  const { name, className, status, testId } = test;
  const common = {
    id: publicTestId(testId),
    name,
    className,
    suite: suiteName,
    stages: [...stageNames],
    status,
    duration: durationMs,
  };
  return { ...common, failedSince: null, error: null, stack: null, isCut: false, message: skippedMessage };
}

function fromFailure({ suiteName, stageNames, durationMs, ...test }: FailedTest): BuildTest {
  const { name, className, failedSince, error, stack, isCut, testId } = test;
  const common = {
    id: publicTestId(testId),
    name,
    className,
    suite: suiteName,
    stages: [...stageNames],
    duration: durationMs,
  };
  return { ...common, status: 'failed', failedSince, error, stack, isCut, message: null };
}

/** Failures with their errors; those whose texts were too many to keep follow without. */
async function failuresOf(store: Store, key: number, matches: (test: Named) => boolean) {
  const kept = await readFailedTests(store.db, key, { most: mostWithText });
  return { keptIds: new Set(kept.map(({ testId }) => testId)), tests: kept.filter(matches).map(fromFailure) };
}

interface Window {
  readonly from: number;
  readonly to: number;
}

/** The cases at `[from, to)` of all that match, failed ones first, and how many match. Only what may be shown is held. */
async function windowOf(
  report: StoredTestReport,
  failures: Awaited<ReturnType<typeof failuresOf>>,
  { matches, statuses, from, to }: Window & { matches: (test: Named) => boolean; statuses: readonly TestStatus[] },
): Promise<{ readonly data: BuildTest[]; readonly total: number }> {
  const found = new Map<TestStatus, BuildTest[]>(order.map((status) => [status, []]));
  const counts = new Map<TestStatus, number>(order.map((status) => [status, 0]));
  if (statuses.includes('failed')) {
    found.set('failed', failures.tests);
    counts.set('failed', failures.tests.length);
  }
  for await (const cases of report.cases()) {
    for (const test of cases) {
      const { status, testId } = test;
      const isKnown = status === 'failed' && failures.keptIds.has(testId);
      if (isKnown || !statuses.includes(status) || !matches(test)) continue;
      counts.set(status, (counts.get(status) ?? 0) + 1);
      const some = found.get(status);
      if (some !== undefined && some.length < to) some.push(fromCase(test));
    }
  }
  const data: BuildTest[] = [];
  let before = 0;
  for (const status of order) {
    const start = Math.max(0, from - before);
    data.push(...(found.get(status) ?? []).slice(start, Math.max(start, to - before)));
    before += counts.get(status) ?? 0;
  }
  return { data, total: before };
}

/** A page of a build's test cases, failed ones first with errors, or why there are none. Throws `not_found`. */
export async function buildTests(store: Store, input: BuildTestsInput): Promise<BuildTests> {
  const { id, page, per_page, q, status } = input;
  const { key, standing } = await deepStanding(store, id, 'tests');
  const report = await readTestReport(store.db, key);
  const paging = { ...standing, page, per_page };
  if (report === null) return { data: [], meta: { ...paging, total: 0, counts: null, duration: null } };
  const matches = matcher(q);
  const from = (page - 1) * per_page;
  const failures = await failuresOf(store, key, matches);
  const statuses = status === undefined ? order : [status];
  const { data, total } = await windowOf(report, failures, { matches, statuses, from, to: from + per_page });
  const { total: all, passed, failed, skipped, durationMs } = report;
  const counts = { total: all, passed, failed, skipped };
  return { data, meta: { ...paging, total, counts, duration: durationMs } };
}
