import type { Database, DatabaseTransaction } from './open-store.ts';
import type { ConnectionHookTable } from './tables.ts';

/** The hash of the secret with which builds of a connection that exists are announced; null when there is none. */
export async function findHookHash(db: Database, connectionId: number): Promise<string | null> {
  const row = await db
    .selectFrom('connection_hook')
    .innerJoin('connection', 'connection.id', 'connection_hook.connection_id')
    .select('secret_hash')
    .where('connection_id', '=', connectionId)
    .where('connection.deleted_at_ms', 'is', null)
    .executeTakeFirst();
  return row?.secret_hash ?? null;
}

/** Stores the hash of a secret in the place of the one before. */
export async function writeHook(tx: DatabaseTransaction, hook: ConnectionHookTable): Promise<void> {
  const { connection_id: _id, ...columns } = hook;
  await tx
    .insertInto('connection_hook')
    .values(hook)
    .onConflict((conflict) => conflict.column('connection_id').doUpdateSet(columns))
    .execute();
}

/** Returns whether there was one. */
export async function removeHook(tx: DatabaseTransaction, connectionId: number): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('connection_hook')
    .where('connection_id', '=', connectionId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
