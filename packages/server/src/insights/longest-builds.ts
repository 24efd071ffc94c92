import { buildKey } from '../core/entity-id.ts';
import type { Window } from '../core/window.ts';
import type { Store } from '../storage/open-store.ts';
import type { BuildFilter } from './build-filter.ts';
import { rowFilter } from './row-filter.ts';

export interface LongestQuestion {
  readonly filter: BuildFilter;
  readonly window: Window;
  readonly by: 'duration' | 'queue';
  readonly from: number;
  readonly to: number;
}

/** The value that `rank` others are above of (rank from 0). */
function valueAtRank(values: Float64Array, rank: number): number {
  const sorted = values.slice().sort();
  return sorted[sorted.length - 1 - rank] ?? 0;
}

/**
 * Keys of the finished builds at the places `from` … `to` − 1 in the order longest first, then by key, descending; null
 * when there are fewer whose time is known: those without come after them.
 */
export async function longestBuilds(store: Store, question: LongestQuestion): Promise<readonly number[] | null> {
  const { by, filter, from, to, window } = question;
  const its = await rowFilter(store.db, filter);
  const keys: number[] = [];
  const times: number[] = [];
  for await (const part of store.columns.builds(window)) {
    const { columns } = part;
    const count = its.select(part);
    const rows = its.rows;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] as number;
      const time = columns[by][row] as number;
      if (time === 0) continue;
      keys.push(buildKey(columns.job[row] as number, columns.number[row] as number));
      times.push(time);
    }
  }
  if (times.length < to) return null;
  const least = valueAtRank(Float64Array.from(times), to - 1);
  const candidates = keys.flatMap((key, at) => ((times[at] ?? 0) >= least ? [{ key, time: times[at] ?? 0 }] : []));
  candidates.sort((a, b) => b.time - a.time || b.key - a.key);
  return candidates.slice(from, to).map(({ key }) => key);
}
