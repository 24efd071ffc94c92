import { setTimeout } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import { Columns } from '../columns/columns.ts';
import { plainSource } from '../columns/row-source.ts';
import type { Database, DatabaseTransaction, Store, StoreRole } from '../store.ts';
import type { Tables } from '../tables.ts';
import { isWorthAnotherTry } from './postgres-problem.ts';

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database`; it may hold a password, so it is never shown. */
  readonly databaseUrl: string;
  readonly role: StoreRole;
}

const mostTries = 5;

/**
 * Those who change configuration come one after the other, as they do in the embedded store: what a verb has looked at
 * (a name is free, there is no administrator yet) stays true until it has written.
 */
async function waitForTurn(tx: DatabaseTransaction): Promise<void> {
  await tx.selectFrom('counter').select('value').where('name', '=', 'configuration').forUpdate().execute();
}

/** A deadlock undoes one of two transactions; done again, it finds the other one finished. */
async function transact<T>(db: Database, role: StoreRole, work: (tx: DatabaseTransaction) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute(async (tx) => {
        if (role === 'api') await waitForTurn(tx);
        return work(tx);
      });
    } catch (error) {
      if (tries === mostTries || !isWorthAnotherTry(error)) throw error;
      // Both at once would meet again.
      await setTimeout(Math.random() * 20 * 2 ** tries);
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
    columns: new Columns(plainSource(db)),
    transaction: (work) => transact(db, options.role, work),
    // The server looks after its own files.
    integrityProblems: () => [],
    close: () => db.destroy(),
  };
}
