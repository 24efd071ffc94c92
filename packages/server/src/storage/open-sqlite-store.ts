import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { Columns } from './columns/columns.ts';
import { nodeSqliteSource } from './columns/node-sqlite-source.ts';
import { migrate } from './migrate.ts';
import { NodeSqliteAdapter } from './node-sqlite-adapter.ts';
import { storageProblem } from './storage-problem.ts';
import type { Store, StoreRole } from './store.ts';
import type { Tables } from './tables.ts';

export interface SqliteStoreOptions {
  /** File of the store; it is created when absent. */
  readonly path: string;
  readonly role: StoreRole;
}

/** Opens the embedded store and brings its schema up to date. Throws when the file is not a store or was written by a newer version. */
export function openSqliteStore({ path, role }: SqliteStoreOptions): Store {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(path, { timeout: 10_000 });
    database.exec('pragma journal_mode = wal');
    database.exec(`pragma synchronous = ${role === 'api' ? 'full' : 'normal'}`);
    database.exec(
      'pragma temp_store = memory; pragma cache_size = -12000; pragma wal_autocheckpoint = 16000; pragma journal_size_limit = 67108864',
    );
    migrate(database);
    if (path !== ':memory:') chmodSync(path, 0o600);
  } catch (error) {
    throw storageProblem(error);
  }
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: new NodeSqliteAdapter(database) }) });
  return {
    db,
    columns: new Columns(nodeSqliteSource(database, db)),
    async transaction(work) {
      try {
        return await db.transaction().execute(work);
      } catch (error) {
        throw storageProblem(error);
      }
    },
    integrityProblems() {
      const rows = database.prepare('pragma quick_check(20)').all() as { quick_check: string }[];
      return rows.map((row) => row.quick_check).filter((line) => line !== 'ok');
    },
    close: () => db.destroy(),
  };
}
