import type { Change } from '../../core/change-set.ts';
import { unpackChanges } from '../../core/pack-changes.ts';
import type { Database } from '../open-store.ts';

export interface StoredChanges {
  readonly changes: readonly Change[];
  /** There were more than are kept. */
  readonly hasMore: boolean;
}

/** The changes of builds, by key of the build; builds without any are absent. */
export async function readChangesOf(
  db: Database,
  buildIds: readonly number[],
): Promise<ReadonlyMap<number, StoredChanges>> {
  const found = new Map<number, StoredChanges>();
  for (let at = 0; at < buildIds.length; at += 500) {
    const rows = await db
      .selectFrom('build_changes')
      .select(['build_id', 'has_more', 'changes'])
      .where('build_id', 'in', buildIds.slice(at, at + 500))
      .execute();
    for (const row of rows) {
      found.set(row.build_id, { changes: unpackChanges(row.changes), hasMore: row.has_more === 1 });
    }
  }
  return found;
}

/** The changes of a build; null when it has none or they were not fetched. */
export async function readChanges(db: Database, buildId: number): Promise<StoredChanges | null> {
  return (await readChangesOf(db, [buildId])).get(buildId) ?? null;
}
