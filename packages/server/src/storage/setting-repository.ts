import type { Database, DatabaseTransaction } from './open-store.ts';

/** A setting that the store keeps by key; null when it was never written. */
export async function findSetting(db: Database, key: string): Promise<string | null> {
  const row = await db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value ?? null;
}

/** All settings whose key begins with `prefix`. */
export async function listSettings(db: Database, prefix: string): Promise<{ key: string; value: string }[]> {
  const rows = await db.selectFrom('setting').selectAll().orderBy('key').execute();
  return rows.filter(({ key }) => key.startsWith(prefix));
}

export async function writeSetting(tx: DatabaseTransaction, key: string, value: string): Promise<void> {
  await tx
    .insertInto('setting')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

export async function removeSetting(tx: DatabaseTransaction, key: string): Promise<void> {
  await tx.deleteFrom('setting').where('key', '=', key).execute();
}
