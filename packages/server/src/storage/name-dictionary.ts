import type { DatabaseTransaction } from './open-store.ts';

/** Ids for names of one dictionary table; unknown names are added. Asked in one or two statements a batch. */
export async function idsOfNames(
  tx: DatabaseTransaction,
  table: 'branch' | 'agent',
  names: Iterable<string | null>,
): Promise<ReadonlyMap<string, number>> {
  const wanted = [...new Set(names)].filter((name): name is string => name !== null);
  const ids = new Map<string, number>();
  for (let at = 0; at < wanted.length; at += 500) {
    const chunk = wanted.slice(at, at + 500);
    await tx
      .insertInto(table)
      .values(chunk.map((name) => ({ name })))
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    for (const { id, name } of await tx.selectFrom(table).select(['id', 'name']).where('name', 'in', chunk).execute())
      ids.set(name, id);
  }
  return ids;
}
