import { dayMs, hourMs } from '../../core/calendar.ts';
import { FigureSum } from '../../core/figures.ts';
import { addBuildRow, addRollup, figureColumns, toRollupRow } from '../rollup-row.ts';
import type { DatabaseTransaction } from '../store.ts';
import type { RollupRow } from '../tables.ts';
import { type Difference, differencesBetween } from './difference.ts';
import type { Moment } from './snapshot.ts';

type Sums = Map<number, FigureSum>;

function sumOf(sums: Sums, connectionId: number): FigureSum {
  const known = sums.get(connectionId) ?? new FigureSum();
  sums.set(connectionId, known);
  return known;
}

interface Slot {
  readonly table: 'rollup_hour' | 'rollup_day';
  readonly slotMs: number;
  readonly isExcluded: (connectionId: number) => boolean;
}

/** Compares the roll-ups of one hour or day; a sum of nothing is as good as none. */
function compare({ isExcluded, slotMs, table }: Slot, counted: Sums, stored: readonly RollupRow[]): Difference[] {
  const subject = new Date(slotMs).toISOString();
  const rows = new Map(stored.map((row) => [row.connection_id, row]));
  return [...new Set([...counted.keys(), ...rows.keys()])]
    .filter((connectionId) => !isExcluded(connectionId))
    .flatMap((connectionId) => {
      const {
        connection_id: _id,
        slot_ms: _slot,
        ...want
      } = toRollupRow(0, 0, counted.get(connectionId) ?? new FigureSum());
      const { connection_id: _c, slot_ms: _s, ...have } = rows.get(connectionId) ?? toRollupRow(0, 0, new FigureSum());
      return differencesBetween({ table, connectionId, subject }, { stored: have, counted: want });
    });
}

async function countHour(
  tx: DatabaseTransaction,
  hour: number,
): Promise<{ readonly sums: Sums; readonly builds: number }> {
  const rows = await tx
    .selectFrom('build')
    .select(['connection_id', ...figureColumns])
    .where('started_at_ms', '>=', hour)
    .where('started_at_ms', '<', hour + hourMs)
    .where('is_building', '=', 0)
    .where('is_matrix', '=', 0)
    .execute();
  const sums: Sums = new Map();
  for (const row of rows) addBuildRow(sumOf(sums, row.connection_id), row);
  return { sums, builds: rows.length };
}

function rollUpsOf(tx: DatabaseTransaction, table: 'rollup_hour' | 'rollup_day', day: number): Promise<RollupRow[]> {
  return tx
    .selectFrom(table)
    .selectAll()
    .where('slot_ms', '>=', day)
    .where('slot_ms', '<', day + dayMs)
    .execute();
}

export interface DayCount {
  readonly builds: number;
  readonly hours: number;
  /** Hours whose roll-ups are behind, which is nothing wrong: builds came in just now. */
  readonly hoursBehind: number;
  readonly differences: readonly Difference[];
}

/** Compares the roll-ups of one UTC day: its hours with the builds, the day with its hours. */
export async function recountDay({ leaving, tx }: Moment, day: number): Promise<DayCount> {
  const marks = await tx
    .selectFrom('dirty_hour')
    .selectAll()
    .where('hour_ms', '>=', day)
    .where('hour_ms', '<', day + dayMs)
    .execute();
  const behind = new Set(marks.map((mark) => `${mark.hour_ms}:${mark.connection_id}`));
  const stored = await rollUpsOf(tx, 'rollup_hour', day);
  const byHour = Map.groupBy(stored, (row) => row.slot_ms);
  const differences: Difference[] = [];
  let builds = 0;
  let hours = 0;
  for (let hour = day; hour < day + dayMs; hour += hourMs) {
    const counted = await countHour(tx, hour);
    const rows = byHour.get(hour) ?? [];
    if (counted.builds > 0 || rows.length > 0) hours += 1;
    builds += counted.builds;
    const isExcluded = (id: number) => leaving.has(id) || behind.has(`${hour}:${id}`);
    differences.push(...compare({ table: 'rollup_hour', slotMs: hour, isExcluded }, counted.sums, rows));
  }
  const sums: Sums = new Map();
  for (const row of stored) addRollup(sumOf(sums, row.connection_id), row);
  const isExcluded = (id: number) => leaving.has(id);
  const days = await rollUpsOf(tx, 'rollup_day', day);
  differences.push(...compare({ table: 'rollup_day', slotMs: day, isExcluded }, sums, days));
  return { builds, hours, hoursBehind: behind.size, differences };
}

/** The next UTC day from an instant on that has builds or roll-ups; null after the last one. */
export async function nextDay(tx: DatabaseTransaction, fromMs: number): Promise<number | null> {
  const instants = [
    await tx
      .selectFrom('build')
      .select('started_at_ms as at')
      .where('started_at_ms', '>=', fromMs)
      .orderBy('started_at_ms')
      .limit(1)
      .executeTakeFirst(),
  ];
  for (const table of ['rollup_hour', 'rollup_day'] as const) {
    const query = tx
      .selectFrom(table)
      .select('slot_ms as at')
      .where('slot_ms', '>=', fromMs)
      .orderBy('slot_ms')
      .limit(1);
    instants.push(await query.executeTakeFirst());
  }
  const known = instants.flatMap((row) => (row === undefined ? [] : [row.at]));
  return known.length === 0 ? null : Math.floor(Math.min(...known) / dayMs) * dayMs;
}
