import type { DatabaseTransaction } from '../store.ts';

/** Ends the lease of a connection, whoever holds it: after this transaction nothing more is stored under it. */
export async function revokeLease(tx: DatabaseTransaction, connectionId: number): Promise<void> {
  await tx
    .updateTable('lease')
    .set((e) => ({ holder: '', token: e('token', '+', 1) }))
    .where('connection_id', '=', connectionId)
    .execute();
}
