import { setImmediate as otherTurn } from 'node:timers/promises';
import type { Selectable } from 'kysely';
import { numberOfTest, projectOfTest } from '../../core/test-key.ts';
import type { TestFailureTable } from '../deep-tables.ts';
import type { Database } from '../open-store.ts';
import { unpackFailure } from './failure-text.ts';
import { namesOfSuites, namesOfTests } from './read-names.ts';

export interface FailedTest {
  readonly buildId: number;
  /** Place among the failures of its report, from 0. */
  readonly position: number;
  readonly testId: number;
  readonly className: string | null;
  readonly name: string;
  readonly suiteName: string | null;
  readonly stageNames: readonly string[];
  readonly durationMs: number | null;
  /** For how many builds it has failed, as Jenkins counts. */
  readonly age: number | null;
  /** Number of the build since which it fails, as Jenkins says. */
  readonly failedSince: number | null;
  readonly error: string | null;
  readonly stack: string | null;
  /** The texts were longer. */
  readonly isCut: boolean;
}

type FailureRow = Selectable<TestFailureTable>;

async function toFailedTests(db: Database, rows: readonly FailureRow[]): Promise<FailedTest[]> {
  const failed: FailedTest[] = [];
  for (const [projectId, some] of Map.groupBy(rows, (row) => projectOfTest(row.test_id))) {
    const tests = await namesOfTests(
      db,
      projectId,
      some.map((row) => numberOfTest(row.test_id)),
    );
    const suites = await namesOfSuites(
      db,
      projectId,
      some.map(({ suite }) => suite),
    );
    for (const row of some) {
      const test = tests.get(numberOfTest(row.test_id));
      const suite = suites.get(row.suite);
      failed.push({
        buildId: row.build_id,
        position: row.position,
        testId: row.test_id,
        className: test?.className ?? null,
        name: test?.name ?? '?',
        suiteName: suite?.name ?? null,
        stageNames: suite?.stageNames ?? [],
        durationMs: row.duration_ms,
        age: row.age,
        failedSince: row.failed_since,
        ...unpackFailure(row.detail),
        isCut: row.is_cut === 1,
      });
    }
  }
  return failed;
}

export interface FailedTestsOptions {
  readonly most: number;
  /** Position of the last one that was read; −1, the default, begins. */
  readonly after?: number;
}

/** The failed tests of a build in the order of its report, with their texts. */
export async function readFailedTests(
  db: Database,
  buildId: number,
  { most, after = -1 }: FailedTestsOptions,
): Promise<readonly FailedTest[]> {
  const rows = await db
    .selectFrom('test_failure')
    .selectAll()
    .where('build_id', '=', buildId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(most)
    .execute();
  return toFailedTests(db, rows);
}

/** A failure by its numbers alone. */
export interface NumberedFailure {
  readonly position: number;
  /** Number of the test in its project. */
  readonly test: number;
  readonly suite: number;
}

const failuresPerStatement = 1_000;

/** The failed tests of a build in the order of its report, some at a time, by their numbers. */
export async function* numberedFailures(db: Database, buildId: number): AsyncGenerator<readonly NumberedFailure[]> {
  for (let after = -1; ; ) {
    const rows = await db
      .selectFrom('test_failure')
      .select(['position', 'test_id', 'suite'])
      .where('build_id', '=', buildId)
      .where('position', '>', after)
      .orderBy('position')
      .limit(failuresPerStatement)
      .execute();
    yield rows.map(({ position, suite, test_id }) => ({ position, suite, test: numberOfTest(test_id) }));
    const last = rows.at(-1);
    if (last === undefined || rows.length < failuresPerStatement) return;
    after = last.position;
    await otherTurn();
  }
}

/** Some failed tests of a build, by their positions, with their texts. */
export async function readFailuresAt(
  db: Database,
  buildId: number,
  positions: readonly number[],
): Promise<readonly FailedTest[]> {
  if (positions.length === 0) return [];
  const rows = await db
    .selectFrom('test_failure')
    .selectAll()
    .where('build_id', '=', buildId)
    .where('position', 'in', positions)
    .orderBy('position')
    .execute();
  return toFailedTests(db, rows);
}

/** The failures of one test, newest first, with their texts; before an instant, when one is given. */
export async function readFailuresOfTest(
  db: Database,
  testId: number,
  { most, beforeMs = Number.MAX_SAFE_INTEGER }: { readonly most: number; readonly beforeMs?: number },
): Promise<readonly FailedTest[]> {
  const rows = await db
    .selectFrom('test_failure')
    .selectAll()
    .where('test_id', '=', testId)
    .where('started_at_ms', '<', beforeMs)
    .orderBy('started_at_ms', 'desc')
    .orderBy('build_id', 'desc')
    .orderBy('position')
    .limit(most)
    .execute();
  return toFailedTests(db, rows);
}

/** The failures of one test in some builds, with their texts. */
export async function readFailuresIn(
  db: Database,
  testId: number,
  buildIds: readonly number[],
): Promise<readonly FailedTest[]> {
  if (buildIds.length === 0) return [];
  const rows = await db
    .selectFrom('test_failure')
    .selectAll()
    .where('build_id', 'in', buildIds)
    .where('test_id', '=', testId)
    .orderBy('build_id')
    .orderBy('position')
    .execute();
  return toFailedTests(db, rows);
}
