import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { inject } from 'vitest';
import type { StorePlace } from '../../src/storage/open-store.ts';
import { postgresTypes } from '../../src/storage/postgres/postgres-types.ts';
import { createDatabase } from '../postgres/create-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Suites that take a store as it comes run once for each; see vitest.config.ts. */
    backEnd: 'SQLite' | 'PostgreSQL';
  }
}

export const isEmbedded = inject('backEnd') === 'SQLite';

export type Rows = Record<string, unknown>[];

/** An empty place of the kind that this run is about, and what lies there as another program would see it. */
export interface ObservedPlace {
  readonly place: StorePlace;
  rows(sql: string): Promise<Rows>;
  /** Every value of every table, as one text. */
  whole(): Promise<string>;
  /** From now on the store takes no changes, as with a read-only disk; `false` = it does again. */
  setReadOnly(isReadOnly: boolean): Promise<void>;
  remove(): Promise<void>;
}

function readFile(path: string, sql: string): Rows {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    database.close();
  }
}

async function readDatabase(url: string, sql: string): Promise<Rows> {
  const client = new pg.Client({ connectionString: url, types: postgresTypes });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function wholeOf(rows: (sql: string) => Promise<Rows>, tables: string): Promise<string> {
  const texts: string[] = [];
  for (const { name } of await rows(tables)) texts.push(JSON.stringify(await rows(`select * from "${name}"`)));
  return texts.join('\n');
}

async function placeInDatabase(): Promise<ObservedPlace> {
  const { drop, url } = await createDatabase();
  const rows = (sql: string) => readDatabase(url, sql);
  const name = new URL(url).pathname.slice(1);
  return {
    place: { databaseUrl: url },
    rows,
    whole: () => wholeOf(rows, "select tablename as name from pg_tables where schemaname = 'public'"),
    async setReadOnly(isReadOnly) {
      const writable = new URL(url);
      writable.searchParams.set('options', '-c default_transaction_read_only=off');
      const administer = (sql: string) => readDatabase(writable.href, sql);
      await administer(`alter database ${name} set default_transaction_read_only = ${isReadOnly ? 'on' : 'off'}`);
      // It holds for new sessions.
      await administer(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
    },
    remove: drop,
  };
}

/** A place for a store: `path` when this run is about the embedded one, else a database. */
export async function makePlace(path: string): Promise<ObservedPlace> {
  if (!isEmbedded) return placeInDatabase();
  await mkdir(dirname(path), { recursive: true });
  const rows = async (sql: string) => readFile(path, sql);
  return {
    place: { path },
    rows,
    whole: () => wholeOf(rows, "select name from sqlite_master where type = 'table'"),
    setReadOnly: () => Promise.reject(new Error('pragma query_only on the store itself')),
    remove: async () => undefined,
  };
}
