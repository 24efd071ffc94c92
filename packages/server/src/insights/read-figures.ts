import { dayMs, hourMs } from '../core/calendar.ts';
import { FigureSum } from '../core/figures.ts';
import { partsOf, type Window } from '../core/window.ts';
import type { Database } from '../storage/open-store.ts';
import { addBuildRow, addRollup, figureColumns } from '../storage/rollup.ts';
import { idList } from './build-filter.ts';

/** One sum to fill: builds of its windows, of all connections together or (with `connectionId`) of one. */
export interface Bucket {
  readonly window: Window;
  readonly sum: FigureSum;
  readonly perConnection?: Map<number, FigureSum>;
}

interface Piece extends Window {
  readonly bucket: Bucket;
}

/** Windows that touch become one, so that a day series costs one query and not one per day. */
function coalesce(pieces: readonly Piece[]): Window[] {
  const merged: { sinceMs: number; untilMs: number }[] = [];
  for (const { sinceMs, untilMs } of [...pieces].sort((a, b) => a.sinceMs - b.sinceMs)) {
    const last = merged.at(-1);
    if (last !== undefined && last.untilMs === sinceMs) last.untilMs = untilMs;
    else merged.push({ sinceMs, untilMs });
  }
  return merged;
}

/** Finds the piece an instant lies in; pieces do not overlap. */
function locator(pieces: readonly Piece[]): (atMs: number) => Piece | undefined {
  const sorted = [...pieces].sort((a, b) => a.sinceMs - b.sinceMs);
  return (atMs) => {
    let low = 0;
    let high = sorted.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const piece = sorted[middle];
      if (piece === undefined) return undefined;
      if (atMs < piece.sinceMs) high = middle - 1;
      else if (atMs >= piece.untilMs) low = middle + 1;
      else return piece;
    }
    return undefined;
  };
}

function sumFor({ sum, perConnection }: Bucket, connectionId: number): readonly FigureSum[] {
  if (perConnection === undefined) return [sum];
  const own = perConnection.get(connectionId) ?? new FigureSum();
  perConnection.set(connectionId, own);
  return [sum, own];
}

async function addRollups(
  db: Database,
  table: 'rollup_day' | 'rollup_hour',
  pieces: readonly Piece[],
  connectionIds: readonly number[] | null,
): Promise<void> {
  const find = locator(pieces);
  for (const window of coalesce(pieces)) {
    let query = db
      .selectFrom(table)
      .selectAll()
      .where('slot_ms', '>=', window.sinceMs)
      .where('slot_ms', '<', window.untilMs);
    if (connectionIds !== null) query = query.where('connection_id', 'in', idList(connectionIds));
    for (const row of await query.execute()) {
      const piece = find(row.slot_ms);
      if (piece !== undefined) for (const sum of sumFor(piece.bucket, row.connection_id)) addRollup(sum, row);
    }
  }
}

async function addRaw(db: Database, pieces: readonly Piece[], connectionIds: readonly number[] | null): Promise<void> {
  const find = locator(pieces);
  for (const window of coalesce(pieces)) {
    let query = db
      .selectFrom('build')
      .select(['connection_id', 'started_at_ms', ...figureColumns])
      .where('started_at_ms', '>=', window.sinceMs)
      .where('started_at_ms', '<', window.untilMs)
      .where('is_matrix', '=', 0);
    if (connectionIds !== null) query = query.where('connection_id', 'in', idList(connectionIds));
    for (const row of await query.execute()) {
      const piece = find(row.started_at_ms);
      if (piece !== undefined) for (const sum of sumFor(piece.bucket, row.connection_id)) addBuildRow(sum, row);
    }
  }
}

/** Takes out what has not been rolled up yet: those hours are read from the builds, their days from the other hours. */
function withoutDirty(
  pieces: readonly Piece[],
  dirty: ReadonlySet<number>,
  unitMs: number,
): { clean: Piece[]; broken: Piece[] } {
  const clean: Piece[] = [];
  const broken: Piece[] = [];
  for (const piece of pieces) {
    for (let at = piece.sinceMs; at < piece.untilMs; at += unitMs) {
      const unit = { bucket: piece.bucket, sinceMs: at, untilMs: at + unitMs };
      (dirty.has(at) ? broken : clean).push(unit);
    }
  }
  return { clean, broken };
}

/**
 * Fills buckets (which must not overlap) with the figures of their windows. Exact for any window and any zone: whole UTC days and hours come from
 * roll-ups, the rest and whatever is not rolled up yet from the builds.
 */
export async function readFigures(
  db: Database,
  buckets: readonly Bucket[],
  connectionIds: readonly number[] | null,
): Promise<void> {
  const parts = buckets.map((bucket) => ({ bucket, parts: partsOf(bucket.window) }));
  const pieces = (kind: 'days' | 'hours' | 'edges') =>
    parts.flatMap(({ bucket, parts: cut }) => cut[kind].map((window) => ({ ...window, bucket })));
  const dirtyHours = new Set(
    (await db.selectFrom('dirty_hour').select('hour_ms').distinct().execute()).map((row) => row.hour_ms),
  );
  const dirtyDays = new Set([...dirtyHours].map((hour) => Math.floor(hour / dayMs) * dayMs));
  const days = withoutDirty(pieces('days'), dirtyDays, dayMs);
  const hours = withoutDirty([...pieces('hours'), ...days.broken], dirtyHours, hourMs);
  await addRollups(db, 'rollup_day', days.clean, connectionIds);
  await addRollups(db, 'rollup_hour', hours.clean, connectionIds);
  await addRaw(db, [...pieces('edges'), ...hours.broken], connectionIds);
}
