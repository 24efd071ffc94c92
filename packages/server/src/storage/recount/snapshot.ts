import { sql } from 'kysely';
import { listSettings } from '../setting-repository.ts';
import type { DatabaseTransaction, Store } from '../store.ts';

/** A store to be recounted, also while others write to it. */
export interface RecountSource {
  readonly store: Store;
  /** The embedded store shows one moment to a transaction by itself; a database server has to be asked for it. */
  readonly isDatabase: boolean;
}

export interface Moment {
  readonly tx: DatabaseTransaction;
  /** Connections that are being deleted with their history, step by step: nothing of them has to agree. */
  readonly leaving: ReadonlySet<number>;
}

/** Runs `work` on the store as it was at one moment. */
export function atOneMoment<T>({ isDatabase, store }: RecountSource, work: (moment: Moment) => Promise<T>): Promise<T> {
  return store.transaction(async (tx) => {
    if (isDatabase) await sql`set transaction isolation level repeatable read, read only`.execute(tx);
    const removals = await listSettings(tx, 'removal:');
    return work({ tx, leaving: new Set(removals.map(({ key }) => Number(key.slice('removal:'.length)))) });
  });
}
