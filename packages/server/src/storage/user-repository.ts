import type { Selectable } from 'kysely';
import type { UserTable } from './account-tables.ts';
import { foldAscii } from './like-pattern.ts';
import type { Database, DatabaseTransaction } from './open-store.ts';
import { usernameKey } from './username-key.ts';

export type UserRow = Selectable<UserTable>;
export type NewUser = Pick<UserRow, 'username' | 'password_hash' | 'role' | 'created_at_ms'>;
export type UserChange = Partial<Pick<UserRow, 'role' | 'password_hash' | 'disabled_at_ms' | 'last_sign_in_at_ms'>>;

/** The user of this name, whatever its case and spelling; null when there is none. */
export async function findUser(db: Database, username: string): Promise<UserRow | null> {
  const key = usernameKey(username);
  // Names from before there were keys have their ASCII letters folded only.
  const rows = await db
    .selectFrom('user')
    .selectAll()
    .where('username_key', 'in', [key, foldAscii(username)])
    .execute();
  return rows.find((row) => row.username_key === key) ?? rows[0] ?? null;
}

export async function findUserById(db: Database, id: number): Promise<UserRow | null> {
  return (await db.selectFrom('user').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Oldest first. */
export async function listUserRows(db: Database): Promise<UserRow[]> {
  return db.selectFrom('user').selectAll().orderBy('id').execute();
}

export async function hasUsers(db: Database): Promise<boolean> {
  return (await db.selectFrom('user').select('id').limit(1).executeTakeFirst()) !== undefined;
}

export async function insertUser(tx: DatabaseTransaction, user: NewUser): Promise<UserRow> {
  const row = { ...user, username_key: usernameKey(user.username), disabled_at_ms: null, last_sign_in_at_ms: null };
  return tx.insertInto('user').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function updateUserRow(tx: DatabaseTransaction, userId: number, change: UserChange): Promise<void> {
  await tx.updateTable('user').set(change).where('id', '=', userId).execute();
}

export async function deleteUserRow(tx: DatabaseTransaction, userId: number): Promise<void> {
  await tx.deleteFrom('user').where('id', '=', userId).execute();
}
