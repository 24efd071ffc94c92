import { Kysely, PostgresDialect } from 'kysely';
import type { Database, Store, StoreRole } from '../store.ts';
import type { Tables } from '../tables.ts';
import { isWorthAnotherTry } from './postgres-problem.ts';

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database`; it may hold a password, so it is never shown. */
  readonly databaseUrl: string;
  readonly role: StoreRole;
}

const mostTries = 5;

/** A deadlock undoes one of two transactions; done again, it finds the other one finished. */
async function transact<T>(db: Database, work: Parameters<Store['transaction']>[0]): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return (await db.transaction().execute(work)) as T;
    } catch (error) {
      if (tries === mostTries || !isWorthAnotherTry(error)) throw error;
    }
  }
}

/** The driver is loaded when it is needed: every thread of a server with an embedded store would hold it in vain. */
async function openPool({ databaseUrl, role }: PostgresStoreOptions) {
  const { migratePostgres } = await import('./migrate-postgres.ts');
  const { PostgresPool } = await import('./postgres-pool.ts');
  return new PostgresPool({ databaseUrl, role, prepare: () => migratePostgres(databaseUrl) });
}

/** A store in a PostgreSQL database. Nothing is asked of the server before the first question; that one brings the schema up to date. */
export function openPostgresStore(options: PostgresStoreOptions): Store {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: () => openPool(options) }) });
  return {
    db,
    transaction: (work) => transact(db, work),
    // The server looks after its own files.
    integrityProblems: () => [],
    close: () => db.destroy(),
  };
}
