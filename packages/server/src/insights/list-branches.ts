import { sql } from 'kysely';
import { escapeLike, foldAscii } from '../storage/like-pattern.ts';
import type { Store } from '../storage/open-store.ts';

/** Branch names, most built in the last 90 days first, optionally containing a text. */
export async function listBranches(
  store: Store,
  input: { q?: string | undefined; limit: number },
  nowMs: number,
): Promise<string[]> {
  let query = store.db
    .selectFrom('branch')
    .leftJoin('build', (join) =>
      join.onRef('build.branch_id', '=', 'branch.id').on('build.started_at_ms', '>=', nowMs - 90 * 86_400_000),
    )
    .select((e) => ['branch.name', e.fn.count<number>('build.id').as('builds')])
    .groupBy('branch.id');
  if (input.q)
    query = query.where(sql<boolean>`lower(branch.name) like ${`%${escapeLike(foldAscii(input.q))}%`} escape '\\'`);
  const rows = await query.orderBy('builds', 'desc').orderBy('branch.name').limit(input.limit).execute();
  return rows.map((row) => row.name);
}
