import type { Insertable } from 'kysely';
import type { DatabaseTransaction } from './open-store.ts';
import type { AuditEntryTable } from './tables.ts';

export type NewAuditEntry = Insertable<AuditEntryTable>;

/** Adds a line to the audit log; in the transaction of what it tells about, so that neither exists without the other. */
export async function insertAuditEntry(tx: DatabaseTransaction, entry: NewAuditEntry): Promise<void> {
  await tx.insertInto('audit_entry').values(entry).execute();
}
