import type { DatabaseTransaction } from '../store.ts';
import type { LeaseNote } from './leases.ts';

/** Tells whichever process collects from a connection; it looks every half second. */
export async function leaveNote(tx: DatabaseTransaction, { connectionId, note }: LeaseNote): Promise<void> {
  await tx.insertInto('collector_note').values({ connection_id: connectionId, note }).execute();
}
