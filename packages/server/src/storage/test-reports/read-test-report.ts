import { setImmediate as otherTurn } from 'node:timers/promises';
import { type NumberedTestCase, unpackTestCases } from '../../core/pack-test-cases.ts';
import { testKey } from '../../core/test-key.ts';
import type { TestStatus } from '../../core/test-report.ts';
import type { Database } from '../open-store.ts';
import { namesOfSuites, namesOfTests } from './read-names.ts';

export interface StoredTestCase {
  /** As `testKey` makes it. */
  readonly testId: number;
  readonly className: string | null;
  readonly name: string;
  readonly suiteName: string | null;
  /** Of the stages around it, outermost first. */
  readonly stageNames: readonly string[];
  readonly status: TestStatus;
  readonly durationMs: number | null;
  readonly skippedMessage: string | null;
}

export interface StoredTestReport {
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Sum of its cases. */
  readonly durationMs: number;
  /** Failed cases that have a row of their own, see `readFailedTests`: the first ones. */
  readonly failuresKept: number;
  /** Everything in it as `packTestCases` wrote it, some thousand cases at a time; others have their turn in between. */
  packed(): AsyncGenerator<readonly Uint8Array[]>;
  /** Cases of `packed` with their names. */
  named(cases: readonly NumberedTestCase[]): Promise<StoredTestCase[]>;
  /** Everything in it, some thousand cases at a time, so that a report of any size can be passed on. */
  cases(): AsyncGenerator<readonly StoredTestCase[]>;
}

const partsPerStatement = 16;

async function* packedParts(
  db: Database,
  buildId: number,
  whole: Uint8Array | null,
): AsyncGenerator<readonly Uint8Array[]> {
  if (whole !== null) {
    yield [whole];
    return;
  }
  let after = { bucket: -1, part: -1 };
  for (;;) {
    const { bucket, part } = after;
    const rows = await db
      .selectFrom('test_part')
      .select(['bucket', 'part', 'results'])
      .where('build_id', '=', buildId)
      .where((e) => e.or([e('bucket', '>', bucket), e.and([e('bucket', '=', bucket), e('part', '>', part)])]))
      .orderBy('bucket')
      .orderBy('part')
      .limit(partsPerStatement)
      .execute();
    yield rows.map(({ results }) => results);
    const last = rows.at(-1);
    if (last === undefined || rows.length < partsPerStatement) return;
    after = last;
    // The embedded store answers without letting anybody else have a turn.
    await otherTurn();
  }
}

async function withNames(
  db: Database,
  projectId: number,
  cases: readonly NumberedTestCase[],
): Promise<StoredTestCase[]> {
  const tests = await namesOfTests(
    db,
    projectId,
    cases.map(({ test }) => test),
  );
  const suites = await namesOfSuites(
    db,
    projectId,
    cases.map(({ suite }) => suite),
  );
  return cases.map(({ test, suite, status, durationMs, skippedMessage }) => ({
    testId: testKey(projectId, test),
    className: tests.get(test)?.className ?? null,
    name: tests.get(test)?.name ?? '?',
    suiteName: suites.get(suite)?.name ?? null,
    stageNames: suites.get(suite)?.stageNames ?? [],
    status,
    durationMs,
    skippedMessage,
  }));
}

/** The test report of a build; null when none is stored, or not yet the whole of it. */
export async function readTestReport(db: Database, buildId: number): Promise<StoredTestReport | null> {
  const row = await db
    .selectFrom('test_report')
    .selectAll()
    .where('build_id', '=', buildId)
    .where('is_complete', '=', 1)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    total: row.cases,
    passed: row.passed,
    failed: row.failed,
    skipped: row.skipped,
    durationMs: row.duration_ms,
    failuresKept: row.failures_kept,
    packed: () => packedParts(db, buildId, row.results),
    named: (cases) => withNames(db, row.project_id, cases),
    async *cases() {
      for await (const packed of packedParts(db, buildId, row.results)) {
        yield await withNames(db, row.project_id, packed.flatMap(unpackTestCases));
      }
    },
  };
}
