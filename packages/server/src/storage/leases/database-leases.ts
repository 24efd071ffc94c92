import type { Database, DatabaseTransaction, Store } from '../store.ts';
import type { LeaseNote, LeaseQuestion, LeaseRound, Leases } from './leases.ts';
import { leaveNote } from './leave-note.ts';
import { type LeasePlan, planLeases, type StoredLease } from './plan-leases.ts';

/** A process that was not heard of for so long has died; others take over what it held. */
export const leaseLifetimeMs = 25_000;
const renewEveryMs = 10_000;
/** Dead ones are kept a while for people who look for what happened. */
const forgetAfterMs = 24 * 60 * 60_000;

export interface DatabaseLeasesOptions {
  readonly store: Store;
  /** Names this process. */
  readonly holder: string;
  /** A process that has certainly ended, whose leases need not run out first. */
  readonly predecessor?: string | null;
  /** The clock of the database: those of several machines need not agree. */
  readonly nowMs: (db: Database) => Promise<number>;
}

interface Presence {
  readonly alive: ReadonlySet<string>;
  readonly validForMs: number;
}

async function storedLeases(db: Database): Promise<StoredLease[]> {
  const rows = await db.selectFrom('lease').selectAll().execute();
  return rows.map(({ connection_id, holder, token }) => ({ connectionId: connection_id, holder, token }));
}

/** Takes one over unless somebody else was faster, or the connection was removed; returns the token. */
async function takeOver(
  tx: DatabaseTransaction,
  holder: string,
  { before, connectionId }: LeasePlan['take'][number],
): Promise<number | null> {
  const connection = await tx
    .selectFrom('connection')
    .select('id')
    .where('id', '=', connectionId)
    .where('deleted_at_ms', 'is', null)
    .forShare()
    .executeTakeFirst();
  if (connection === undefined) return null;
  const taken =
    before === null
      ? tx
          .insertInto('lease')
          .values({ connection_id: connectionId, holder, token: 1 })
          .onConflict((conflict) => conflict.column('connection_id').doNothing())
          .returning('token')
      : tx
          .updateTable('lease')
          .set({ holder, token: before.token + 1 })
          .where('connection_id', '=', connectionId)
          .where('token', '=', before.token)
          .returning('token');
  return (await taken.executeTakeFirst())?.token ?? null;
}

/** Leases in tables of a database that several processes share. */
export class DatabaseLeases implements Leases {
  readonly #options: DatabaseLeasesOptions;
  /** By the clock of the database. */
  #expiresAtMs = 0;
  #hasBegun = false;

  constructor(options: DatabaseLeasesOptions) {
    this.#options = options;
  }

  async look({ isAble, wanted }: LeaseQuestion): Promise<LeaseRound> {
    const { holder, store } = this.#options;
    if (!this.#hasBegun) await this.#begin();
    const { alive, validForMs } = await this.#announce(isAble);
    const isSpare = !isAble && alive.size > 0;
    const leases = await storedLeases(store.db);
    const mine = leases.filter((lease) => lease.holder === holder && wanted.includes(lease.connectionId));
    const held = new Map(mine.map(({ connectionId, token }) => [connectionId, token]));
    if (isSpare) return { held, surplus: [...held.keys()], validForMs, notes: [] };
    const { surplus, take } = planLeases({ self: holder, wanted, leases, alive });
    for (const candidate of take) {
      const token = await store.transaction((tx) => takeOver(tx, holder, candidate));
      if (token !== null) held.set(candidate.connectionId, token);
    }
    return { held, surplus, validForMs, notes: await this.takeNotes([...held.keys()]) };
  }

  async takeNotes(connectionIds: readonly number[]): Promise<LeaseNote[]> {
    const { store } = this.#options;
    if (connectionIds.length === 0) return [];
    const notes = await store.db
      .selectFrom('collector_note')
      .select('id')
      .where('connection_id', 'in', connectionIds)
      .execute();
    if (notes.length === 0) return [];
    const ids = notes.map(({ id }) => id);
    // Told by whoever deletes them: two looks at once must not both tell.
    const taken = await store.transaction((tx) =>
      tx.deleteFrom('collector_note').where('id', 'in', ids).returningAll().execute(),
    );
    return taken
      .toSorted((left, right) => left.id - right.id)
      .map(({ connection_id, note }) => ({ connectionId: connection_id, note }));
  }

  async letGo(connectionIds: readonly number[]): Promise<void> {
    if (connectionIds.length === 0) return;
    const { holder, store } = this.#options;
    await store.transaction((tx) =>
      tx
        .updateTable('lease')
        .set((e) => ({ holder: '', token: e('token', '+', 1) }))
        .where('holder', '=', holder)
        .where('connection_id', 'in', connectionIds)
        .execute(),
    );
  }

  leaveNote(note: LeaseNote): Promise<void> {
    return this.#options.store.transaction((tx) => leaveNote(tx, note));
  }

  async end(): Promise<void> {
    const { holder, store } = this.#options;
    await store.transaction(async (tx) => {
      await tx.deleteFrom('collector_process').where('holder', '=', holder).execute();
      await tx
        .updateTable('lease')
        .set((e) => ({ holder: '', token: e('token', '+', 1) }))
        .where('holder', '=', holder)
        .execute();
    });
    this.#expiresAtMs = 0;
  }

  /**
   * Ends the leases of what ran before in this place: a predecessor, and a thread of this process that has died. A step
   * of theirs that the database is still storing is waited for.
   */
  async #begin(): Promise<void> {
    const { holder, predecessor, store } = this.#options;
    const ended = [holder, ...(predecessor == null ? [] : [predecessor])];
    await store.transaction(async (tx) => {
      await tx.deleteFrom('collector_process').where('holder', 'in', ended).execute();
      await tx
        .updateTable('lease')
        .set((e) => ({ holder: '', token: e('token', '+', 1) }))
        .where('holder', 'in', ended)
        .execute();
    });
    this.#hasBegun = true;
  }

  /** Renews what says that this process lives, if it is time, and looks who else does. */
  async #announce(isAble: boolean): Promise<Presence> {
    const { holder, nowMs, store } = this.#options;
    const now = await nowMs(store.db);
    if (isAble && this.#expiresAtMs - now < leaseLifetimeMs - renewEveryMs) await this.#renew(now);
    const processes = await store.db
      .selectFrom('collector_process')
      .select(['holder', 'expires_at_ms'])
      .where('expires_at_ms', '>', now)
      .execute();
    const isListed = processes.some((process) => process.holder === holder);
    // Somebody may have cleared the table, or put back an old copy of it.
    if (!isListed) this.#expiresAtMs = 0;
    const alive = new Set(processes.map((process) => process.holder));
    return { alive, validForMs: isAble ? Math.max(0, this.#expiresAtMs - now) : leaseLifetimeMs };
  }

  async #renew(now: number): Promise<void> {
    const { holder, store } = this.#options;
    const expires_at_ms = now + leaseLifetimeMs;
    await store.transaction(async (tx) => {
      await tx
        .deleteFrom('collector_process')
        .where('expires_at_ms', '<', now - forgetAfterMs)
        .execute();
      await tx
        .insertInto('collector_process')
        .values({ holder, expires_at_ms })
        .onConflict((conflict) => conflict.column('holder').doUpdateSet({ expires_at_ms }))
        .execute();
    });
    this.#expiresAtMs = expires_at_ms;
  }
}
