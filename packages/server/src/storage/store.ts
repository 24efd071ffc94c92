import type { Columns } from './columns/columns.ts';
import type { Database, DatabaseTransaction } from './database.ts';

export type { Database, DatabaseTransaction } from './database.ts';

export interface Store {
  /** For storage and insights only. */
  readonly db: Database;
  /** For insights only. */
  readonly columns: Columns;
  /**
   * Runs `work` in one transaction. Throws `AppError('unavailable')` when the disk refuses or the database server cannot
   * be reached; then nothing is stored. `work` may run again from its beginning where servers ask for that, so it does
   * nothing but ask and change the store.
   */
  transaction<T>(work: (tx: DatabaseTransaction) => Promise<T>): Promise<T>;
  /** Empty when the store is sound, otherwise what is wrong. */
  integrityProblems(): readonly string[];
  close(): Promise<void>;
}

/**
 * `api` writes configuration (safe on disk before it returns), `collector` writes builds (of the embedded store, a power
 * cut may cost the last seconds, which are fetched again), `reader` only asks, `leases` keeps the leases of a collector.
 */
export type StoreRole = 'api' | 'collector' | 'reader' | 'leases';

/** Where a store is: a file of this machine, or a PostgreSQL database. */
export type StorePlace = { readonly path: string } | { readonly databaseUrl: string };
