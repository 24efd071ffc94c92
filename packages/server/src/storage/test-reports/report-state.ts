import type { NumberedTestCase } from '../../core/pack-test-cases.ts';
import { testKey } from '../../core/test-key.ts';
import type { TestCaseResult, TestSuitePart } from '../../core/test-report.ts';
import { toWhole, toWholeOrNull } from '../../core/whole-number.ts';
import type { TestFailureTable, TestReportTable } from '../deep-tables.ts';
import { toFlag } from '../flag.ts';
import { boundFailure, packFailure } from './failure-text.ts';
import type { NumberedSuite } from './test-dictionary.ts';
import type { TestProject } from './test-projects.ts';

/** Failures beyond these count, but have no row of their own. */
const mostFailures = 20_000;
/** Characters of errors and stack traces kept of one report; later ones keep a line. */
const mostText = 8 * 1024 * 1024;
const mostSkippedMessage = 300;
const mostWholeCount = 2 ** 31 - 1;

export interface ReportOfBuild {
  readonly buildId: number;
  readonly connectionId: number;
  readonly project: TestProject;
  readonly startedAtMs: number;
}

/** A report that is being recorded: what its row will say, and its failures. */
export class ReportState {
  row: TestReportTable;
  readonly failures: TestFailureTable[] = [];

  constructor(row: TestReportTable) {
    this.row = row;
  }

  static fresh({ buildId, connectionId, project, startedAtMs }: ReportOfBuild): ReportState {
    return new ReportState({
      build_id: buildId,
      connection_id: connectionId,
      project_id: project.id,
      is_shared: toFlag(project.isShared),
      started_at_ms: startedAtMs,
      cases: 0,
      passed: 0,
      failed: 0,
      skipped: 0,
      duration_ms: 0,
      parts: 0,
      is_complete: 0,
      failures_kept: 0,
      text_kept: 0,
      results: null,
    });
  }

  /** Takes a part in; returns its cases in ascending order of their tests. */
  add(suites: readonly TestSuitePart[], isLast: boolean, numbers: readonly NumberedSuite[]): NumberedTestCase[] {
    const cases: NumberedTestCase[] = [];
    for (const [at, { cases: results }] of suites.entries()) {
      const { suite = 0, tests = [] } = numbers[at] ?? {};
      for (const [index, result] of results.entries()) cases.push(this.#count(result, tests[index] ?? 0, suite));
    }
    this.row = { ...this.row, parts: this.row.parts + 1, is_complete: toFlag(isLast) };
    return cases.sort((a, b) => a.test - b.test);
  }

  #count(result: TestCaseResult, test: number, suite: number): NumberedTestCase {
    const { status, skippedMessage } = result;
    const durationMs = toWholeOrNull(result.durationMs);
    this.row.cases += 1;
    this.row[status] += 1;
    this.row.duration_ms = toWhole(this.row.duration_ms + (durationMs ?? 0));
    const numbered = { test, suite, status, durationMs };
    if (status === 'failed') this.#keepFailure(result, numbered);
    return {
      ...numbered,
      skippedMessage: status === 'skipped' ? (skippedMessage?.slice(0, mostSkippedMessage) ?? null) : null,
    };
  }

  #keepFailure(
    result: TestCaseResult,
    { test, suite, durationMs }: Pick<NumberedTestCase, 'test' | 'suite' | 'durationMs'>,
  ): void {
    const { row } = this;
    if (row.failures_kept >= mostFailures) return;
    const text = { error: result.errorDetails, stack: result.errorStackTrace };
    const kept = boundFailure(text, row.text_kept >= mostText);
    row.text_kept += (kept.error?.length ?? 0) + (kept.stack?.length ?? 0);
    this.failures.push({
      build_id: row.build_id,
      position: row.failures_kept,
      connection_id: row.connection_id,
      test_id: testKey(row.project_id, test),
      started_at_ms: row.started_at_ms,
      suite,
      duration_ms: durationMs,
      age: toCount(result.age),
      failed_since: toCount(result.failedSince),
      is_cut: toFlag(kept.isCut),
      detail: packFailure(kept),
    });
    row.failures_kept += 1;
  }
}

function toCount(value: number | null): number | null {
  return value === null ? null : Math.min(mostWholeCount, toWhole(value));
}
