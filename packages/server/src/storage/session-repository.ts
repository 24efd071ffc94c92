import type { Insertable, Selectable } from 'kysely';
import type { Database, DatabaseTransaction } from './open-store.ts';
import type { SessionTable, UserTable } from './tables.ts';

export type SessionRow = Selectable<SessionTable>;
/** A session with the user it belongs to. */
export type UserSession = SessionRow & Pick<Selectable<UserTable>, 'username' | 'role'>;

export async function findSession(db: Database, idHash: string): Promise<UserSession | null> {
  const row = await db
    .selectFrom('session')
    .innerJoin('user', 'user.id', 'session.user_id')
    .selectAll('session')
    .select(['user.username', 'user.role'])
    .where('session.id_hash', '=', idHash)
    .executeTakeFirst();
  return row ?? null;
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

export async function deleteSessionsOfUser(tx: DatabaseTransaction, userId: number): Promise<void> {
  await tx.deleteFrom('session').where('user_id', '=', userId).execute();
}

/** Removes sessions that have expired at `nowMs` or were not seen since `idleSinceMs`. */
export async function deleteEndedSessions(tx: DatabaseTransaction, nowMs: number, idleSinceMs: number): Promise<void> {
  await tx
    .deleteFrom('session')
    .where((e) => e.or([e('expires_at_ms', '<=', nowMs), e('last_seen_at_ms', '<=', idleSinceMs)]))
    .execute();
}
