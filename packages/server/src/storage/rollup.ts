import type { Insertable } from 'kysely';
import { dayMs, hourMs } from '../core/calendar.ts';
import { FigureSum } from '../core/figures.ts';
import type { Database, DatabaseTransaction, Store } from './open-store.ts';
import { advanceCounter } from './record-builds.ts';
import type { RollupRow, RollupTable } from './tables.ts';

/** Adds one stored roll-up row to a sum. */
export function addRollup(sum: FigureSum, row: RollupRow): void {
  sum.byResult[0] += row.success;
  sum.byResult[1] += row.unstable;
  sum.byResult[2] += row.failure;
  sum.byResult[3] += row.aborted;
  sum.byResult[4] += row.not_built;
  sum.durationCount += row.duration_count;
  sum.durationSum += row.duration_sum;
  sum.durationMax = Math.max(sum.durationMax, row.duration_max);
  sum.durations.addEncoded(row.duration_sketch);
  sum.queueCount += row.queue_count;
  sum.queueSum += row.queue_sum;
  sum.queues.addEncoded(row.queue_sketch);
  sum.testsTotal += row.tests_total;
  sum.testsFailed += row.tests_failed;
  sum.testsSkipped += row.tests_skipped;
  sum.redMs += row.red_ms;
}

function toRow(connectionId: number, slotMs: number, sum: FigureSum): Insertable<RollupTable> {
  const [success, unstable, failure, aborted, notBuilt] = sum.byResult;
  return {
    connection_id: connectionId,
    slot_ms: slotMs,
    success,
    unstable,
    failure,
    aborted,
    not_built: notBuilt,
    duration_count: sum.durationCount,
    duration_sum: sum.durationSum,
    duration_max: sum.durationMax,
    duration_sketch: sum.durations.encode(),
    queue_count: sum.queueCount,
    queue_sum: sum.queueSum,
    queue_sketch: sum.queues.encode(),
    tests_total: sum.testsTotal,
    tests_failed: sum.testsFailed,
    tests_skipped: sum.testsSkipped,
    red_ms: sum.redMs,
  };
}

/** The columns of a build that figures are made of. */
export const figureColumns = [
  'result',
  'duration_ms',
  'queue_ms',
  'tests_total',
  'tests_failed',
  'tests_skipped',
] as const;

interface RawFigures {
  readonly result: number | null;
  readonly duration_ms: number | null;
  readonly queue_ms: number | null;
  readonly tests_total: number | null;
  readonly tests_failed: number | null;
  readonly tests_skipped: number | null;
}

/** Adds one build row to a sum; a running build (no result) adds nothing. */
export function addBuildRow(sum: FigureSum, row: RawFigures): void {
  if (row.result === null) return;
  sum.add({
    result: row.result,
    durationMs: row.duration_ms,
    queueMs: row.queue_ms,
    testsTotal: row.tests_total,
    testsFailed: row.tests_failed,
    testsSkipped: row.tests_skipped,
  });
}

const key = (connectionId: number, slotMs: number) => `${connectionId}:${slotMs}`;

function sumOf(sums: Map<string, FigureSum>, name: string): FigureSum {
  const known = sums.get(name);
  if (known !== undefined) return known;
  const sum = new FigureSum();
  sums.set(name, sum);
  return sum;
}

/**
 * Takes marks off before the builds are read: what is stored meanwhile sets them again. Returns the connections that
 * still had one; another process may have been here.
 */
async function takeMarks(tx: DatabaseTransaction, hour: number, connectionIds: readonly number[]): Promise<number[]> {
  const marks = tx.deleteFrom('dirty_hour').where('hour_ms', '=', hour).where('connection_id', 'in', connectionIds);
  return (await marks.returning('connection_id').execute()).map(({ connection_id }) => connection_id);
}

async function recomputeHour(db: DatabaseTransaction, hour: number, markedIds: readonly number[]): Promise<void> {
  const connectionIds = await takeMarks(db, hour, markedIds);
  if (connectionIds.length === 0) return;
  const sums = new Map(connectionIds.map((id) => [id, new FigureSum()]));
  const rows = await db
    .selectFrom('build')
    .select(['connection_id', ...figureColumns])
    .where('started_at_ms', '>=', hour)
    .where('started_at_ms', '<', hour + hourMs)
    .where('is_building', '=', 0)
    .where('is_matrix', '=', 0)
    .execute();
  for (const row of rows) {
    const sum = sums.get(row.connection_id);
    if (sum !== undefined) addBuildRow(sum, row);
  }
  await db.deleteFrom('rollup_hour').where('slot_ms', '=', hour).where('connection_id', 'in', connectionIds).execute();
  await db
    .insertInto('rollup_hour')
    .values([...sums].map(([id, sum]) => toRow(id, hour, sum)))
    .execute();
}

async function recomputeDay(db: DatabaseTransaction, day: number): Promise<void> {
  const hours = await db
    .selectFrom('rollup_hour')
    .selectAll()
    .where('slot_ms', '>=', day)
    .where('slot_ms', '<', day + dayMs)
    .execute();
  const sums = new Map<string, FigureSum>();
  for (const row of hours) addRollup(sumOf(sums, key(row.connection_id, day)), row);
  await db.deleteFrom('rollup_day').where('slot_ms', '=', day).execute();
  const rows = [...sums].map(([name, sum]) => toRow(Number(name.split(':')[0]), day, sum));
  if (rows.length > 0) await db.insertInto('rollup_day').values(rows).execute();
}

/** Hours (newest first) whose roll-ups are behind their builds. */
export async function dirtyHours(db: Database, most: number): Promise<{ connection_id: number; hour_ms: number }[]> {
  return db
    .selectFrom('dirty_hour')
    .select(['connection_id', 'hour_ms'])
    .orderBy('hour_ms', 'desc')
    .limit(most)
    .execute();
}

/**
 * Recomputes the roll-ups of at most `most` dirty hours from the builds themselves, newest first, one transaction a day.
 * Returns how many dirty hours are left.
 */
export async function rollUpDirty(store: Store, most: number): Promise<number> {
  const dirty = await dirtyHours(store.db, most);
  const byDay = Map.groupBy(dirty, ({ hour_ms }) => Math.floor(hour_ms / dayMs) * dayMs);
  for (const [day, entries] of byDay) {
    await store.transaction(async (tx) => {
      // Locks: two processes at the same day would each leave out what the other one writes.
      await advanceCounter(tx, 'roll_up', 1);
      for (const [hour, sameHour] of Map.groupBy(entries, ({ hour_ms }) => hour_ms)) {
        await recomputeHour(
          tx,
          hour,
          sameHour.map(({ connection_id }) => connection_id),
        );
      }
      await recomputeDay(tx, day);
    });
  }
  const left = await store.db
    .selectFrom('dirty_hour')
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return left.count;
}
