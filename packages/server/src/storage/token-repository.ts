import type { Insertable, Selectable } from 'kysely';
import type { ApiTokenTable, UserTable } from './account-tables.ts';
import type { Database, DatabaseTransaction } from './open-store.ts';

export type ApiTokenRow = Selectable<ApiTokenTable>;
/** An API token with the user it belongs to. */
export type UserToken = ApiTokenRow & Pick<Selectable<UserTable>, 'username' | 'role'>;

const tokensWithUsers = (db: Database) =>
  db
    .selectFrom('api_token')
    .innerJoin('user', 'user.id', 'api_token.user_id')
    .selectAll('api_token')
    .select(['user.username', 'user.role'])
    .where('revoked_at_ms', 'is', null)
    .where('user.disabled_at_ms', 'is', null);

/** The token with this hash unless it was revoked. */
export async function findTokenByHash(db: Database, tokenHash: string): Promise<UserToken | null> {
  return (await tokensWithUsers(db).where('token_hash', '=', tokenHash).executeTakeFirst()) ?? null;
}

export async function findToken(db: Database, id: number): Promise<UserToken | null> {
  return (await tokensWithUsers(db).where('api_token.id', '=', id).executeTakeFirst()) ?? null;
}

/** Tokens of users who may sign in, that were not revoked, expired ones too, oldest first; of one user or of everybody (null). */
export async function listTokenRows(db: Database, userId: number | null): Promise<UserToken[]> {
  const query = tokensWithUsers(db).orderBy('api_token.id');
  return (userId === null ? query : query.where('user_id', '=', userId)).execute();
}

export async function insertToken(tx: DatabaseTransaction, token: Insertable<ApiTokenTable>): Promise<ApiTokenRow> {
  return tx.insertInto('api_token').values(token).returningAll().executeTakeFirstOrThrow();
}

export async function touchToken(tx: DatabaseTransaction, id: number, atMs: number): Promise<void> {
  await tx.updateTable('api_token').set({ last_used_at_ms: atMs }).where('id', '=', id).execute();
}

export async function markTokenRevoked(tx: DatabaseTransaction, id: number, atMs: number): Promise<void> {
  await tx.updateTable('api_token').set({ revoked_at_ms: atMs }).where('id', '=', id).execute();
}

/** Ends all API tokens of a user; returns how many. */
export async function revokeTokensOfUser(tx: DatabaseTransaction, userId: number, atMs: number): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('api_token')
    .set({ revoked_at_ms: atMs })
    .where('user_id', '=', userId)
    .where('revoked_at_ms', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
