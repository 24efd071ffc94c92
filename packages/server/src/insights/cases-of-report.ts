import { countPacked, type NumberedTestCase, unpackTestCases } from '../core/pack-test-cases.ts';
import type { TestStatus } from '../core/test-report.ts';
import type { Database } from '../storage/open-store.ts';
import {
  type FailedTest,
  numberedFailures,
  readFailedTests,
  readFailuresAt,
} from '../storage/test-reports/read-failed-tests.ts';
import type { StoredTestCase, StoredTestReport } from '../storage/test-reports/read-test-report.ts';

export type Named = Pick<StoredTestCase, 'name' | 'className' | 'suiteName'>;

/** Which of the cases in question are wanted: from, to, as positions among those that match. */
export interface CaseWindow {
  readonly from: number;
  readonly to: number;
  /** Null = all of them match. */
  readonly matches: ((test: Named) => boolean) | null;
}

export interface Report {
  readonly db: Database;
  readonly buildId: number;
  readonly report: StoredTestReport;
}

/** Cases of a window, and how many match in all; the number is known beforehand when all do. */
export interface FoundCases<Case> {
  readonly cases: readonly Case[];
  readonly count: number;
}

/** Failures that have a row of their own, with their texts. */
export async function keptFailures(
  { db, buildId, report }: Report,
  { from, to, matches }: CaseWindow,
): Promise<FoundCases<FailedTest>> {
  const most = Math.max(0, to - Math.max(0, from));
  if (matches === null) {
    const cases = most === 0 ? [] : await readFailedTests(db, buildId, { after: Math.max(0, from) - 1, most });
    return { cases, count: report.failuresKept };
  }
  const positions: number[] = [];
  let count = 0;
  for await (const failures of numberedFailures(db, buildId)) {
    const numbered = failures.map(
      (failure) => ({ ...failure, status: 'failed', durationMs: null, skippedMessage: null }) as const,
    );
    for (const [index, test] of (await report.named(numbered)).entries()) {
      if (!matches(test)) continue;
      const position = failures[index]?.position;
      if (position !== undefined && count >= from && count < to) positions.push(position);
      count += 1;
    }
  }
  return { cases: await readFailuresAt(db, buildId, positions), count };
}

/** How often each test stands among the failures that have a row of their own. */
async function keptTests({ db, buildId }: Report): Promise<Map<number, number>> {
  const kept = new Map<number, number>();
  for await (const failures of numberedFailures(db, buildId)) {
    for (const { test } of failures) kept.set(test, (kept.get(test) ?? 0) + 1);
  }
  return kept;
}

/** Passes over cases as often as their test stands in a list. */
function without(cases: readonly NumberedTestCase[], kept: Map<number, number>): readonly NumberedTestCase[] {
  return cases.filter(({ test }) => {
    const left = kept.get(test) ?? 0;
    if (left > 0) kept.set(test, left - 1);
    return left === 0;
  });
}

async function searchCases(
  report: StoredTestReport,
  ofStatus: (packed: Uint8Array) => readonly NumberedTestCase[],
  window: CaseWindow,
) {
  const cases: StoredTestCase[] = [];
  let count = 0;
  for await (const parts of report.packed()) {
    for (const test of await report.named(parts.flatMap(ofStatus))) {
      if (window.matches?.(test) === false) continue;
      if (count >= window.from && count < window.to) cases.push(test);
      count += 1;
    }
  }
  return { cases, count };
}

/** The cases of one status that have no row of their own, in the order in which they are stored. */
export async function otherCases(
  from: Report,
  status: TestStatus,
  window: CaseWindow,
): Promise<FoundCases<StoredTestCase>> {
  const { report } = from;
  const isFailed = status === 'failed';
  const all = report[status] - (isFailed ? report.failuresKept : 0);
  const isBeside = window.matches === null && (window.to <= Math.max(0, window.from) || window.from >= all);
  if (all <= 0 || isBeside) return { cases: [], count: Math.max(0, all) };
  const kept = isFailed ? await keptTests(from) : new Map<number, number>();
  const ofStatus = (packed: Uint8Array) =>
    without(
      unpackTestCases(packed).filter((test) => test.status === status),
      kept,
    );
  if (window.matches !== null) return searchCases(report, ofStatus, window);
  const found: NumberedTestCase[] = [];
  let before = 0;
  for await (const parts of report.packed()) {
    for (const packed of parts) {
      // Of most parts before the page the number of their cases is all that is needed.
      const passedOver = isFailed ? 0 : countPacked(packed, status);
      if (!isFailed && before + passedOver <= window.from) {
        before += passedOver;
        continue;
      }
      for (const test of ofStatus(packed)) {
        if (before >= window.from && before < window.to) found.push(test);
        before += 1;
      }
    }
    if (before >= window.to) break;
  }
  return { cases: await report.named(found), count: all };
}
