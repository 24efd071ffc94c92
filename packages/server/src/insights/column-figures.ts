import type { BucketedRow } from '../core/figures.ts';
import { FigureSum } from '../core/figures.ts';
import type { Window } from '../core/window.ts';
import type { BuildColumns } from '../storage/columns/build-part.ts';
import type { Store } from '../storage/open-store.ts';
import type { BuildFilter } from './build-filter.ts';
import { type RowFilter, rowFilter } from './row-filter.ts';

/** A number per row by which builds are grouped; −1 = in no group. */
export type KeyOf = (columns: BuildColumns, row: number, startedAtMs: number) => number;

const resultMask = 7;

function readRow(columns: BuildColumns, row: number, into: BucketedRow): void {
  into.result = (columns.result[row] as number) & resultMask;
  into.durationMs = (columns.duration[row] as number) - 1;
  into.durationBucket = columns.durationBucket[row] as number;
  into.queueMs = (columns.queue[row] as number) - 1;
  into.queueBucket = columns.queueBucket[row] as number;
  const total = columns.testsTotal[row] as number;
  into.testsTotal = total === 0 ? 0 : total - 1;
  into.testsFailed = columns.testsFailed[row] as number;
  into.testsSkipped = columns.testsSkipped[row] as number;
}

/** Sums by small whole numbers. */
class SumsByKey {
  readonly #sums: (FigureSum | undefined)[] = [];
  readonly #rare = new Map<number, FigureSum>();

  of(key: number): FigureSum {
    const known = key < 100_000 ? this.#sums[key] : this.#rare.get(key);
    if (known !== undefined) return known;
    const sum = new FigureSum();
    if (key < 100_000) this.#sums[key] = sum;
    else this.#rare.set(key, sum);
    return sum;
  }

  entries(): Map<number, FigureSum> {
    const all = new Map<number, FigureSum>();
    this.#sums.forEach((sum, key) => {
      if (sum !== undefined) all.set(key, sum);
    });
    for (const [key, sum] of this.#rare) all.set(key, sum);
    return all;
  }
}

/** Values of a column that builds are narrowed to. */
export interface Narrowed {
  readonly column: 'job' | 'branch';
  readonly values: readonly number[];
}

/** Figures of the finished builds of a window that match a filter, by a key; percentiles cost most of the time. */
export async function figuresByKey(
  store: Store,
  filter: BuildFilter,
  window: Window,
  keyOf: KeyOf,
  of: Narrowed | 'all' | 'no percentiles' = 'all',
): Promise<Map<number, FigureSum>> {
  const sums = new SumsByKey();
  const all: RowFilter = await rowFilter(store.db, filter);
  const its = typeof of === 'string' ? all : all.and(of.column, of.values);
  const hasPercentiles = of !== 'no percentiles';
  const build: BucketedRow = {
    result: 0,
    durationMs: 0,
    durationBucket: 0,
    queueMs: 0,
    queueBucket: 0,
    testsTotal: 0,
    testsFailed: 0,
    testsSkipped: 0,
  };
  for await (const part of store.columns.builds(window)) {
    const { baseMs, columns } = part;
    const count = its.select(part);
    const rows = its.rows;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] as number;
      const key = keyOf(columns, row, baseMs + (columns.start[row] as number));
      if (key < 0) continue;
      readRow(columns, row, build);
      sums.of(key).addBucketed(build, hasPercentiles);
    }
  }
  return sums.entries();
}
