import type { Insertable, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { AuditEntryTable } from './account-tables.ts';
import { foldAscii } from './like-pattern.ts';
import type { Database, DatabaseTransaction } from './open-store.ts';

export type NewAuditEntry = Insertable<Omit<AuditEntryTable, 'count' | 'last_at_ms' | 'address'>> & {
  readonly address: string | null;
};
export type AuditEntryRow = Selectable<AuditEntryTable>;

/** Adds a line to the audit log; in the transaction of what it tells about, so that neither exists without the other. */
export async function insertAuditEntry(tx: DatabaseTransaction, entry: NewAuditEntry): Promise<void> {
  await tx
    .insertInto('audit_entry')
    .values({ ...entry, last_at_ms: null })
    .execute();
}

/** The line of the same act since `sinceMs`; from the same address, unless `isFromAnywhere`. */
function findSame(tx: DatabaseTransaction, entry: NewAuditEntry, { sinceMs, isFromAnywhere }: CountRule) {
  const query = tx
    .selectFrom('audit_entry')
    .select(['id', 'address'])
    .where('action', '=', entry.action)
    .where('at_ms', '>=', sinceMs)
    .where('subject', '=', entry.subject)
    .where('detail', '=', entry.detail)
    .where('actor', '=', entry.actor);
  if (isFromAnywhere) return query.executeTakeFirst();
  return query.where('address', entry.address === null ? 'is' : '=', entry.address).executeTakeFirst();
}

export interface CountRule {
  readonly sinceMs: number;
  /** One line for all addresses; it then says `several addresses`. */
  readonly isFromAnywhere: boolean;
}

/** Counts an act into the line of its like since `sinceMs`; the first one makes it. So a flood of attempts fills no disk. */
export async function countAuditEntry(tx: DatabaseTransaction, entry: NewAuditEntry, rule: CountRule): Promise<void> {
  const known = await findSame(tx, entry, rule);
  if (known === undefined) return insertAuditEntry(tx, entry);
  await tx
    .updateTable('audit_entry')
    .set((e) => ({
      count: e('count', '+', 1),
      last_at_ms: entry.at_ms,
      address: known.address === entry.address ? known.address : 'several addresses',
    }))
    .where('id', '=', known.id)
    .execute();
}

export interface AuditFilter {
  readonly actor?: string | undefined;
  /** `user.disabled`, or `user` for every action of that group. */
  readonly action?: string | undefined;
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
}

function filtered(db: Database, { action, actor, sinceMs, untilMs }: AuditFilter) {
  let query = db.selectFrom('audit_entry');
  if (actor !== undefined) query = query.where(sql<string>`lower(actor)`, '=', foldAscii(actor));
  // As a range of texts, since an index answers that: '/' is the character behind '.'.
  if (action?.includes('.')) query = query.where('action', '=', action);
  else if (action !== undefined) query = query.where('action', '>=', `${action}.`).where('action', '<', `${action}/`);
  if (sinceMs !== undefined) query = query.where('at_ms', '>=', sinceMs);
  if (untilMs !== undefined) query = query.where('at_ms', '<', untilMs);
  return query;
}

/** One page, newest first, and how many lines there are. */
export async function readAuditPage(
  db: Database,
  filter: AuditFilter,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ rows: AuditEntryRow[]; total: number }> {
  const { total } = await filtered(db, filter)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const rows = await filtered(db, filter).selectAll().orderBy('id', 'desc').limit(limit).offset(offset).execute();
  return { rows, total: Number(total) };
}

/** Lines older than `beforeId`, newest first. */
export async function readAuditBefore(
  db: Database,
  filter: AuditFilter,
  { beforeId, limit }: { readonly beforeId: number; readonly limit: number },
): Promise<AuditEntryRow[]> {
  return filtered(db, filter).selectAll().where('id', '<', beforeId).orderBy('id', 'desc').limit(limit).execute();
}

/** Removes at most `most` lines from before `beforeMs`; returns how many. */
export async function deleteOldAuditEntries(tx: DatabaseTransaction, beforeMs: number, most: number): Promise<number> {
  const old = tx.selectFrom('audit_entry').select('id').where('at_ms', '<', beforeMs).orderBy('at_ms').limit(most);
  const { numDeletedRows } = await tx.deleteFrom('audit_entry').where('id', 'in', old).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
