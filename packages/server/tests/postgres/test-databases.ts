import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migratePostgres } from '../../src/storage/postgres/migrate-postgres.ts';
import { startPostgres } from './start-postgres.ts';

export interface TestDatabases {
  /** Whom a client of the server has to trust, in PEM. */
  readonly authority: string;
  /** Address of a new database: with the newest schema, or empty. */
  create(options: { readonly isEmpty: boolean }): Promise<string>;
  drop(name: string): Promise<void>;
  close(): Promise<void>;
}

const template = 'with_schema';

/** A server that hands out databases. One with tables is copied from a template, which is faster than making them. */
export async function startTestDatabases(): Promise<TestDatabases> {
  const server = await startPostgres();
  const admin = new pg.Client({ connectionString: server.urlOf('postgres') });
  admin.on('error', () => undefined);
  await admin.connect();
  await admin.query(`create database ${template}`);
  await migratePostgres(server.urlOf(template));
  return {
    authority: server.authority,
    async create({ isEmpty }) {
      const name = `test_${randomBytes(8).toString('hex')}`;
      await admin.query(`create database ${name} ${isEmpty ? '' : `template ${template}`}`);
      return server.urlOf(name);
    },
    async drop(name) {
      await admin.query(`drop database if exists ${admin.escapeIdentifier(name)} with (force)`);
    },
    async close() {
      await admin.end();
      await server.close();
    },
  };
}
