import type { BuildTest, BuildTests } from '@buildbutler/contract';
import { publicTestId } from '../core/test-key.ts';
import type { TestStatus } from '../core/test-report.ts';
import type { Store } from '../storage/open-store.ts';
import type { FailedTest } from '../storage/test-reports/read-failed-tests.ts';
import { readTestReport, type StoredTestCase } from '../storage/test-reports/read-test-report.ts';
import { type CaseWindow, keptFailures, type Named, otherCases, type Report } from './cases-of-report.ts';
import { deepStanding } from './deep-standing.ts';

export interface BuildTestsInput {
  readonly id: string;
  readonly page: number;
  readonly per_page: number;
  readonly status?: TestStatus | undefined;
  readonly q?: string | undefined;
}

const order: readonly TestStatus[] = ['failed', 'skipped', 'passed'];
function matcher(q: string | undefined): ((test: Named) => boolean) | null {
  if (q === undefined || q.trim() === '') return null;
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

interface PageQuestion extends CaseWindow {
  readonly statuses: readonly TestStatus[];
}

/** The cases at `[from, to)` of all that match, failed ones first, and how many match. Only what is shown is held. */
async function pageOf(
  report: Report,
  { matches, statuses, from, to }: PageQuestion,
): Promise<{ readonly data: BuildTest[]; readonly total: number }> {
  const data: BuildTest[] = [];
  let before = 0;
  const rest = () => ({ matches, from: Math.max(0, from - before), to: Math.max(0, to - before) });
  if (statuses.includes('failed')) {
    const { cases, count } = await keptFailures(report, rest());
    data.push(...cases.map(fromFailure));
    before += count;
  }
  for (const status of order) {
    if (!statuses.includes(status)) continue;
    const { cases, count } = await otherCases(report, status, rest());
    data.push(...cases.map(fromCase));
    before += count;
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
  const statuses = status === undefined ? order : [status];
  const question = { matches, statuses, from, to: from + per_page };
  const { data, total } = await pageOf({ db: store.db, buildId: key, report }, question);
  const { total: all, passed, failed, skipped, durationMs } = report;
  const counts = { total: all, passed, failed, skipped };
  return { data, meta: { ...paging, total, counts, duration: durationMs } };
}
