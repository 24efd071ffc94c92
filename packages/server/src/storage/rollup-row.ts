import type { Insertable } from 'kysely';
import type { FigureSum } from '../core/figures.ts';
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

/** The row of a sum. */
export function toRollupRow(connectionId: number, slotMs: number, sum: FigureSum): Insertable<RollupTable> {
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
