import type { Insertable, Updateable } from 'kysely';
import { freshState, toState, toStateRow } from './connection-state-row.ts';
import type { Database, DatabaseTransaction } from './open-store.ts';
import type { ConnectionRow, ConnectionTable } from './tables.ts';

export type NewConnection = Insertable<ConnectionTable>;
export type ConnectionChange = Updateable<ConnectionTable>;

/** Connections that exist, oldest first. */
export async function listConnectionRows(db: Database): Promise<ConnectionRow[]> {
  return db.selectFrom('connection').selectAll().where('deleted_at_ms', 'is', null).orderBy('id').execute();
}

/** The connection of this id, or null when it never existed or was removed. */
export async function findConnectionRow(db: Database, id: number): Promise<ConnectionRow | null> {
  const row = await db
    .selectFrom('connection')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at_ms', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** The connection that was removed last from this address, its history kept; null when there is none. */
export async function findRemovedConnection(tx: DatabaseTransaction, baseUrl: string): Promise<ConnectionRow | null> {
  const row = await tx
    .selectFrom('connection')
    .selectAll()
    .where('base_url', '=', baseUrl)
    .where('deleted_at_ms', 'is not', null)
    .orderBy('deleted_at_ms', 'desc')
    .executeTakeFirst();
  return row ?? null;
}

export async function insertConnection(tx: DatabaseTransaction, connection: NewConnection): Promise<number> {
  const { id } = await tx.insertInto('connection').values(connection).returning('id').executeTakeFirstOrThrow();
  return id;
}

export async function updateConnectionRow(
  tx: DatabaseTransaction,
  id: number,
  change: ConnectionChange,
): Promise<void> {
  await tx.updateTable('connection').set(change).where('id', '=', id).execute();
}

/** Forgets what went wrong before: for a connection whose history is taken up again. */
export async function clearConnectionProblem(tx: DatabaseTransaction, id: number): Promise<void> {
  const row = await tx.selectFrom('connection_state').selectAll().where('connection_id', '=', id).executeTakeFirst();
  if (row === undefined) return;
  const { lastProblem, consecutiveFailures, nextAttemptAtMs, session } = freshState;
  const state = { ...toState(row), lastProblem, consecutiveFailures, nextAttemptAtMs, session };
  const { connection_id: _id, ...columns } = toStateRow(id, state);
  await tx.updateTable('connection_state').set(columns).where('connection_id', '=', id).execute();
}

/** One sealed token of the store, or null when there is none: shows which key the store was sealed with. */
export async function findSealedToken(db: Database): Promise<string | null> {
  const row = await db
    .selectFrom('connection')
    .select('token_sealed')
    .where('token_sealed', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row?.token_sealed ?? null;
}

/** A secret of the store, sealed. */
export interface SealedToken {
  readonly connectionId: number;
  readonly name: string;
  readonly sealed: string;
}

/** All sealed tokens of the store, by connection. */
export async function listSealedTokens(db: Database): Promise<SealedToken[]> {
  const rows = await db
    .selectFrom('connection')
    .select(['id', 'name', 'token_sealed'])
    .where('token_sealed', 'is not', null)
    .orderBy('id')
    .execute();
  return rows.map(({ id, name, token_sealed: sealed }) => ({ connectionId: id, name, sealed: sealed ?? '' }));
}
