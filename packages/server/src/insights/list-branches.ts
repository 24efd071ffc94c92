import { sql } from 'kysely';
import { dayMs } from '../core/calendar.ts';
import { escapeLike, foldAscii } from '../storage/like-pattern.ts';
import type { Store } from '../storage/open-store.ts';
import { branchNames } from './job-names.ts';
import { rowFilter } from './row-filter.ts';

export interface ListBranchesInput {
  readonly q?: string | undefined;
  readonly limit: number;
}

async function buildsByBranch(store: Store, nowMs: number): Promise<Map<number, number>> {
  const its = await rowFilter(store.db, { include: 'matrix' });
  const counts = new Map<number, number>();
  for await (const part of store.columns.builds({ sinceMs: nowMs - 90 * dayMs, untilMs: nowMs + dayMs })) {
    const { branch } = part.columns;
    const count = its.select(part);
    for (let at = 0; at < count; at += 1) {
      const id = branch[its.rows[at] as number] as number;
      if (id > 0) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return counts;
}

/** Branches by name, some of those that contain a text (ignoring case). */
async function named(store: Store, q: string | undefined, most: number) {
  let query = store.db.selectFrom('branch').select(['id', 'name']);
  if (q) query = query.where(sql<boolean>`lower(name) like ${`%${escapeLike(foldAscii(q))}%`} escape '\\'`);
  return query.orderBy('name').limit(most).execute();
}

/** Branch names, most built in the last 90 days first, optionally containing a text. */
export async function listBranches(store: Store, { limit, q }: ListBranchesInput, nowMs: number): Promise<string[]> {
  const counts = await buildsByBranch(store, nowMs);
  if (q) {
    const matching = await named(store, q, 100_000);
    matching.sort((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0) || (a.name < b.name ? -1 : 1));
    return matching.slice(0, limit).map(({ name }) => name);
  }
  const most = [...counts].sort(([, a], [, b]) => b - a);
  // Of branches with equally many builds the names decide: those that may still come in are looked at too.
  const least = most[limit - 1]?.[1] ?? 0;
  const names = await branchNames(
    store.db,
    most.filter(([, count]) => count >= least).map(([id]) => id),
  );
  const used = [...names].map(([id, name]) => ({ name, count: counts.get(id) ?? 0 }));
  used.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  const found = used.slice(0, limit).map(({ name }) => name);
  if (found.length === limit) return found;
  const others = (await named(store, undefined, limit * 2 + found.length)).map(({ name }) => name);
  return [...new Set([...found, ...others])].slice(0, limit);
}
