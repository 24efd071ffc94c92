import type { Insertable, Selectable } from 'kysely';
import type { AccountLinkTable } from './account-tables.ts';
import type { Database, DatabaseTransaction } from './open-store.ts';

export type AccountLinkRow = Selectable<AccountLinkTable>;

export async function findAccountLink(db: Database, tokenHash: string): Promise<AccountLinkRow | null> {
  const row = await db.selectFrom('account_link').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst();
  return row ?? null;
}

export async function findInvitation(db: Database, id: number): Promise<AccountLinkRow | null> {
  const row = await db
    .selectFrom('account_link')
    .selectAll()
    .where('id', '=', id)
    .where('kind', '=', 'invitation')
    .executeTakeFirst();
  return row ?? null;
}

/** Newest first. */
export async function listInvitationRows(db: Database): Promise<AccountLinkRow[]> {
  return db.selectFrom('account_link').selectAll().where('kind', '=', 'invitation').orderBy('id', 'desc').execute();
}

export async function insertAccountLink(tx: DatabaseTransaction, link: Insertable<AccountLinkTable>): Promise<void> {
  await tx.insertInto('account_link').values(link).execute();
}

export async function deleteAccountLink(tx: DatabaseTransaction, id: number): Promise<void> {
  await tx.deleteFrom('account_link').where('id', '=', id).execute();
}

/** Links that would reset the password of a user. */
export async function deleteResetLinks(tx: DatabaseTransaction, userId: number): Promise<void> {
  await tx.deleteFrom('account_link').where('user_id', '=', userId).execute();
}

/** Links that a user has made for others; returns how many. */
export async function deleteLinksMadeBy(tx: DatabaseTransaction, userId: number): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('account_link')
    .where('created_by_id', '=', userId)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

export async function deleteLinksExpiredBefore(tx: DatabaseTransaction, beforeMs: number): Promise<void> {
  await tx.deleteFrom('account_link').where('expires_at_ms', '<', beforeMs).execute();
}
