import { type CompiledQuery, sql } from 'kysely';
import type { Window } from '../../core/window.ts';
import type { Database } from '../database.ts';

/** A row, its values in the order of the selected columns. */
export type Cells = readonly unknown[];

/** How rows come out of an engine at the least cost. */
export interface RowSource {
  readonly db: Database;
  /** Hands over every row, one after the other, without the object that Kysely makes of each. */
  each(query: CompiledQuery, take: (row: Cells) => void): Promise<void>;
  /** Whether `build` can be read in the order in which it lies on the disk, by `rowid`. */
  readonly hasRowids: boolean;
}

/** Rows of any engine. */
export function plainSource(db: Database): RowSource {
  return {
    db,
    hasRowids: false,
    async each(query, take) {
      const { rows } = await db.executeQuery<Record<string, unknown>>(query);
      for (const row of rows) take(Object.values(row));
    },
  };
}

/** Beyond this part of all builds it costs less to pass by the others than to look for each one that is meant. */
const scanShare = 1 / 25;
const rowsPerScan = 50_000;

/** `all` = by time; otherwise rows of the table between two places, the first excluded. */
export type Slice = { readonly window: Window; readonly rowids: readonly [after: number, upTo: number] | null };

/** How many builds, also running ones, started in a window; read from an index alone. */
export async function countStarts(db: Database, { sinceMs, untilMs }: Window): Promise<number> {
  const row = await db
    .selectFrom('build')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('started_at_ms', '>=', sinceMs)
    .where('started_at_ms', '<', untilMs)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Slices by which the builds of a window cost least to read, none of them long; together they are the window. */
export async function slicesOf(
  source: RowSource,
  { count, pieceMs, window }: { window: Window; count: number; pieceMs: number },
): Promise<Slice[]> {
  const slices: Slice[] = [];
  if (source.hasRowids) {
    const row = await source.db
      .selectFrom('build')
      .select(sql<number | null>`max(rowid)`.as('last'))
      .executeTakeFirst();
    const last = row?.last ?? 0;
    if (count > last * scanShare) {
      for (let after = 0; after < last; after += rowsPerScan)
        slices.push({ window, rowids: [after, after + rowsPerScan] });
      return slices;
    }
  }
  for (let from = window.sinceMs; from < window.untilMs; from += pieceMs) {
    slices.push({ window: { sinceMs: from, untilMs: Math.min(window.untilMs, from + pieceMs) }, rowids: null });
  }
  return slices;
}

/** The condition that a build lies in a slice. */
export function inSlice({ rowids, window }: Slice) {
  const { sinceMs, untilMs } = window;
  if (rowids === null) return sql<boolean>`build.started_at_ms >= ${sinceMs} and build.started_at_ms < ${untilMs}`;
  // With the sign, SQLite does not take the index on the start, which finds rows all over the file.
  return sql<boolean>`build.rowid > ${rowids[0]} and build.rowid <= ${rowids[1]} and +build.started_at_ms >= ${sinceMs} and +build.started_at_ms < ${untilMs}`;
}
