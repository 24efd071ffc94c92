import { hourMs } from '../core/calendar.ts';
import { markHours } from './rollup.ts';
import type { StepContext } from './step-context.ts';
import type { DirtyHourTable, NewBuildRow, UncountedBuildTable } from './tables.ts';

/** What figures are made of, as it stood before a step. */
export interface CountedBuild {
  readonly started_at_ms: number;
  readonly is_building: number;
  readonly result: number | null;
  readonly duration_ms: number | null;
  readonly queue_ms: number | null;
  readonly tests_total: number | null;
  readonly tests_failed: number | null;
  readonly tests_skipped: number | null;
}

const hourOf = (startedAtMs: number) => Math.floor(startedAtMs / hourMs) * hourMs;

function isSame(row: NewBuildRow, before: CountedBuild): boolean {
  return (
    row.is_building === 0 &&
    row.started_at_ms === before.started_at_ms &&
    row.result === before.result &&
    row.duration_ms === before.duration_ms &&
    // What a later answer lacks is kept.
    (row.queue_ms ?? before.queue_ms) === before.queue_ms &&
    row.tests_total === before.tests_total &&
    row.tests_failed === before.tests_failed &&
    row.tests_skipped === before.tests_skipped
  );
}

/**
 * Notes what roll-ups do not hold yet: builds that have finished are to be added; where one has changed that was counted,
 * its hours, the one it lay in and the one it lies in, are counted anew.
 */
export async function noteUncounted(
  context: StepContext,
  rows: readonly NewBuildRow[],
  before: ReadonlyMap<number, CountedBuild>,
): Promise<void> {
  const { connectionId, statements, tx } = context;
  const marks = new Map<number, DirtyHourTable>();
  const uncounted: UncountedBuildTable[] = [];
  const mark = (hour: number, isChanged: boolean) => {
    if (!isChanged && marks.has(hour)) return;
    marks.set(hour, { connection_id: connectionId, hour_ms: hour, is_changed: isChanged ? 1 : 0 });
  };
  for (const row of rows) {
    if (row.is_matrix === 1) continue;
    const hour = hourOf(row.started_at_ms);
    const known = before.get(row.id);
    if (known?.is_building === 0) {
      if (isSame(row, known)) continue;
      mark(hour, true);
      mark(hourOf(known.started_at_ms), true);
    } else if (row.is_building === 0) {
      mark(hour, false);
      uncounted.push({ hour_ms: hour, connection_id: connectionId, build_id: row.id });
    }
  }
  await markHours(context, [...marks.values()]);
  await statements.insert(tx, 'uncounted_build', uncounted, (some) =>
    tx
      .insertInto('uncounted_build')
      .values(some)
      .onConflict((conflict) => conflict.columns(['hour_ms', 'connection_id', 'build_id']).doNothing()),
  );
}
