import type { ComparedTest, Comparison } from '@buildbutler/contract';
import { publicTestId } from '../core/test-key.ts';
import type { TestStatus } from '../core/test-report.ts';
import type { Database } from '../storage/open-store.ts';
import { readFailedTests } from '../storage/test-reports/read-failed-tests.ts';
import { readTestReport, type StoredTestReport } from '../storage/test-reports/read-test-report.ts';

type Tests = NonNullable<Comparison['tests']>;
type GroupName = keyof Tests;

interface End {
  status: TestStatus;
  durationMs: number | null;
}

interface Difference {
  readonly testId: number;
  readonly name: string;
  readonly className: string | null;
  readonly a: End | null;
  readonly b: End | null;
}

const mostShown = 200;
/** Failures whose texts are read to be shown. */
const mostTexts = 10_000;
const severity: Readonly<Record<TestStatus, number>> = { skipped: 0, passed: 1, failed: 2 };

type Ends = Map<number, End & { readonly name: string; readonly className: string | null }>;

/** How every test of a report ended; the worst end of one that stands in it more than once, and the sum of its times. */
async function endsOf(report: StoredTestReport): Promise<Ends> {
  const ends: Ends = new Map();
  for await (const cases of report.cases()) {
    for (const { className, durationMs, name, status, testId } of cases) {
      const known = ends.get(testId);
      if (known === undefined) ends.set(testId, { status, durationMs, name, className });
      else {
        if (severity[status] > severity[known.status]) known.status = status;
        if (durationMs !== null) known.durationMs = (known.durationMs ?? 0) + durationMs;
      }
    }
  }
  return ends;
}

function differencesBetween(a: Ends, b: Ends): Difference[] {
  const differences: Difference[] = [];
  for (const [testId, { className, name, ...end }] of b) {
    const before = a.get(testId);
    if (before?.status === end.status) continue;
    const was = before === undefined ? null : { status: before.status, durationMs: before.durationMs };
    differences.push({ testId, name, className, a: was, b: end });
  }
  for (const [testId, { className, name, ...end }] of a) {
    if (!b.has(testId)) differences.push({ testId, name, className, a: end, b: null });
  }
  return differences;
}

function groupOf({ a, b }: Difference, isFlaky: boolean): GroupName {
  if (a !== null && b !== null && isFlaky) return 'flaky';
  if (a === null) return 'added';
  if (b === null) return 'removed';
  if (a.status === 'passed' && b.status === 'failed') return 'regressions';
  if (a.status === 'failed' && b.status === 'passed') return 'fixed';
  return 'other';
}

async function errorsOf(db: Database, key: number): Promise<ReadonlyMap<number, string | null>> {
  const failed = await readFailedTests(db, key, { most: mostTexts });
  return new Map(failed.map(({ testId, error }) => [testId, error]));
}

const byName = (x: Difference, y: Difference) =>
  (x.className ?? '').localeCompare(y.className ?? '') || x.name.localeCompare(y.name);

/** Tells which of these tests are flaky; for those that ended differently in both builds only. */
export type FindFlaky = (testIds: readonly number[]) => Promise<ReadonlySet<number>>;

/**
 * The tests of two builds that did not end alike, in groups of at most 200 each with the whole count; null when one of the
 * builds has no test report.
 */
export async function compareTests(
  db: Database,
  keys: { readonly a: number; readonly b: number },
  findFlaky: FindFlaky,
): Promise<Tests | null> {
  const reportA = await readTestReport(db, keys.a);
  const reportB = await readTestReport(db, keys.b);
  if (reportA === null || reportB === null) return null;
  const differences = differencesBetween(await endsOf(reportA), await endsOf(reportB)).sort(byName);
  const inBoth = differences.filter(({ a, b }) => a !== null && b !== null).map(({ testId }) => testId);
  const flaky = await findFlaky(inBoth);
  const errorsA = await errorsOf(db, keys.a);
  const errorsB = await errorsOf(db, keys.b);
  const toShown = (difference: Difference): ComparedTest => ({
    id: publicTestId(difference.testId),
    name: difference.name,
    className: difference.className,
    a: difference.a?.status ?? null,
    b: difference.b?.status ?? null,
    durationA: difference.a?.durationMs ?? null,
    durationB: difference.b?.durationMs ?? null,
    error: errorsB.get(difference.testId) ?? errorsA.get(difference.testId) ?? null,
    isFlaky: flaky.has(difference.testId),
  });
  const groups = Map.groupBy(differences, (one) => groupOf(one, flaky.has(one.testId)));
  const group = (name: GroupName) => {
    const all = groups.get(name) ?? [];
    return { count: all.length, data: all.slice(0, mostShown).map(toShown) };
  };
  return {
    regressions: group('regressions'),
    fixed: group('fixed'),
    added: group('added'),
    removed: group('removed'),
    flaky: group('flaky'),
    other: group('other'),
  };
}
