import { type Insertable, type Selectable, sql } from 'kysely';
import { foldAscii } from './like-pattern.ts';
import type { Database, DatabaseTransaction } from './open-store.ts';
import type { UserTable } from './tables.ts';

export type UserRow = Selectable<UserTable>;

/** The user of this name, ignoring case; null when there is none. */
export async function findUser(db: Database, username: string): Promise<UserRow | null> {
  const row = await db
    .selectFrom('user')
    .selectAll()
    .where(sql<string>`lower(username)`, '=', foldAscii(username))
    .executeTakeFirst();
  return row ?? null;
}

/** Oldest first. */
export async function listUserRows(db: Database): Promise<UserRow[]> {
  return db.selectFrom('user').selectAll().orderBy('id').execute();
}

export async function hasUsers(db: Database): Promise<boolean> {
  return (await db.selectFrom('user').select('id').limit(1).executeTakeFirst()) !== undefined;
}

export async function insertUser(tx: DatabaseTransaction, user: Insertable<UserTable>): Promise<UserRow> {
  return tx.insertInto('user').values(user).returningAll().executeTakeFirstOrThrow();
}

export async function writePasswordHash(tx: DatabaseTransaction, userId: number, passwordHash: string): Promise<void> {
  await tx.updateTable('user').set({ password_hash: passwordHash }).where('id', '=', userId).execute();
}
