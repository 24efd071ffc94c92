import type { Insertable, Selectable } from 'kysely';
import type { SessionTable, UserTable } from './account-tables.ts';
import type { Database, DatabaseTransaction } from './open-store.ts';

export type SessionRow = Selectable<SessionTable>;
/** A session with the user it belongs to. */
export type UserSession = SessionRow & Pick<Selectable<UserTable>, 'username' | 'role'>;

/** Sessions of users who may sign in. */
const sessionsWithUsers = (db: Database) =>
  db
    .selectFrom('session')
    .innerJoin('user', 'user.id', 'session.user_id')
    .selectAll('session')
    .select(['user.username', 'user.role'])
    .where('user.disabled_at_ms', 'is', null);

export async function findSession(db: Database, idHash: string): Promise<UserSession | null> {
  return (await sessionsWithUsers(db).where('session.id_hash', '=', idHash).executeTakeFirst()) ?? null;
}

/** Ended ones too, the last seen first; of one user or of everybody (null). */
export async function listSessionRows(db: Database, userId: number | null): Promise<UserSession[]> {
  const query = sessionsWithUsers(db).orderBy('last_seen_at_ms', 'desc').orderBy('id_hash');
  return (userId === null ? query : query.where('user_id', '=', userId)).execute();
}

export async function insertSession(tx: DatabaseTransaction, session: Insertable<SessionTable>): Promise<void> {
  await tx.insertInto('session').values(session).execute();
}

export async function touchSession(tx: DatabaseTransaction, idHash: string, atMs: number): Promise<void> {
  await tx.updateTable('session').set({ last_seen_at_ms: atMs }).where('id_hash', '=', idHash).execute();
}

export async function deleteSession(tx: DatabaseTransaction, idHash: string): Promise<void> {
  await tx.deleteFrom('session').where('id_hash', '=', idHash).execute();
}

/** Ends the sessions of a user, but the one to keep; returns how many. */
export async function deleteSessionsOfUser(
  tx: DatabaseTransaction,
  userId: number,
  keepIdHash: string | null = null,
): Promise<number> {
  const query = tx.deleteFrom('session').where('user_id', '=', userId);
  const { numDeletedRows } = await (keepIdHash === null
    ? query
    : query.where('id_hash', '!=', keepIdHash)
  ).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Removes sessions that have expired at `nowMs` or were not seen since `idleSinceMs`. */
export async function deleteEndedSessions(tx: DatabaseTransaction, nowMs: number, idleSinceMs: number): Promise<void> {
  await tx
    .deleteFrom('session')
    .where((e) => e.or([e('expires_at_ms', '<=', nowMs), e('last_seen_at_ms', '<=', idleSinceMs)]))
    .execute();
}
