import { openSqliteStore } from './open-sqlite-store.ts';
import { openPostgresStore } from './postgres/open-postgres-store.ts';
import type { Store, StorePlace, StoreRole } from './store.ts';

export type { Database, DatabaseTransaction, Store, StorePlace, StoreRole } from './store.ts';

export type OpenStoreOptions = StorePlace & { readonly role: StoreRole };

/**
 * Opens a store and brings its schema up to date: at once for a file (created when absent), with the first question for
 * a database server, so that a server that is away is a failed question and not a failed start. Throws `unavailable` when
 * the place holds something else or was written by a newer version.
 */
export function openStore(options: OpenStoreOptions): Store {
  return 'path' in options ? openSqliteStore(options) : openPostgresStore(options);
}
