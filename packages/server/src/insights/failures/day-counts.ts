import type { Window } from '../../core/window.ts';
import type { Database } from '../../storage/open-store.ts';
import type { BuildFilter } from '../build-filter.ts';
import { fingerprintedBuilds } from './read-fingerprints.ts';

interface Day {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** Where an instant lies among days that follow each other; −1 = in none of them. */
export function dayAt(days: readonly Day[], atMs: number): number {
  let low = 0;
  let high = days.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const day = days[middle];
    if (day === undefined || atMs < day.sinceMs) high = middle - 1;
    else if (atMs >= day.untilMs) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** Builds per day, by fingerprint. */
export async function dayCounts(
  db: Database,
  asked: { readonly filter: BuildFilter; readonly window: Window; readonly ids: readonly number[] },
  days: readonly Day[],
): Promise<ReadonlyMap<number, number[]>> {
  const { filter, ids, window } = asked;
  const counts = new Map(ids.map((id) => [id, days.map(() => 0)]));
  if (ids.length === 0) return counts;
  const sinceMs = Math.max(window.sinceMs, days[0]?.sinceMs ?? window.sinceMs);
  const query = await fingerprintedBuilds(db, filter, { ...window, sinceMs });
  const rows = await query
    .select(['build_failure.fingerprint_id as id', 'build_failure.started_at_ms as atMs'])
    .where('build_failure.fingerprint_id', 'in', ids)
    .execute();
  for (const { id, atMs } of rows) {
    const of = counts.get(id ?? 0);
    const day = dayAt(days, atMs);
    if (of !== undefined && day >= 0) of[day] = (of[day] ?? 0) + 1;
  }
  return counts;
}
