import { existsSync } from 'node:fs';
import { AppError } from '../../core/app-error.ts';
import { openSqliteStore } from '../open-sqlite-store.ts';
import { migratePostgres } from '../postgres/migrate-postgres.ts';
import { PostgresTarget } from './postgres-target.ts';
import { type Row, RowDigest } from './row-digest.ts';
import { type SourceTable, SqliteSource } from './sqlite-source.ts';

const rowsPerInsert = 1_000;

/** What only means something to processes that run on the same database. */
const passing: ReadonlySet<string> = new Set(['collector_process', 'lease', 'collector_note']);
/** A new database has rows in it already: those of the source take their place. */
const prefilled: ReadonlySet<string> = new Set(['counter']);

export interface CopyProgress {
  readonly table: string;
  readonly work: 'copying' | 'checking';
  readonly done: number;
  readonly rows: number;
}

export interface CopiedTable {
  readonly table: string;
  readonly rows: number;
}

export interface CopyOptions {
  /** File of the embedded store; it stays as it is, but for its schema, which is brought up to date. */
  readonly path: string;
  readonly databaseUrl: string;
  readonly onProgress: (progress: CopyProgress) => Promise<void>;
  readonly signal: AbortSignal;
}

interface Copy extends CopyOptions {
  readonly source: SqliteSource;
  readonly target: PostgresTarget;
}

async function copyTable({ onProgress, signal, source, target }: Copy, table: SourceTable): Promise<string> {
  const digest = new RowDigest();
  let batch: Row[] = [];
  const flush = async () => {
    signal.throwIfAborted();
    if (batch.length > 0) await target.insert(table, batch);
    batch = [];
    await onProgress({ table: table.name, work: 'copying', done: digest.rows, rows: table.rows });
  };
  if (prefilled.has(table.name)) await target.clear(table.name);
  for (const row of source.rowsOf(table)) {
    digest.add(row);
    batch.push(row);
    if (batch.length === rowsPerInsert) await flush();
  }
  await flush();
  return digest.finish();
}

/** What the database holds now, read back. */
async function digestOf({ onProgress, signal, target }: Copy, table: SourceTable): Promise<string> {
  const digest = new RowDigest();
  for await (const row of target.rowsOf(table)) {
    digest.add(row);
    if (digest.rows % rowsPerInsert !== 0) continue;
    signal.throwIfAborted();
    await onProgress({ table: table.name, work: 'checking', done: digest.rows, rows: table.rows });
  }
  await onProgress({ table: table.name, work: 'checking', done: digest.rows, rows: table.rows });
  return digest.finish();
}

async function copyAll(copy: Copy): Promise<CopiedTable[]> {
  const { source, target } = copy;
  const tables = source.tables().filter(({ name }) => !passing.has(name));
  await target.claim(tables, prefilled);
  for (const table of tables) {
    const sent = await copyTable(copy, table);
    const found = await digestOf(copy, table);
    if (sent !== found) {
      throw new AppError(
        'internal_error',
        `Table "${table.name}" does not hold what was copied (sent ${sent}, found ${found}). Nothing was changed.`,
      );
    }
  }
  await target.advanceCountedKeys();
  await target.commit();
  return tables.map(({ name, rows }) => ({ table: name, rows }));
}

/**
 * Copies a whole embedded store into an empty database, reads every row back and compares. All of it or nothing: broken
 * off anywhere, it can begin anew. Throws `not_found`, `conflict` (not empty), `unavailable`, and the signal's reason.
 */
export async function copyStore(options: CopyOptions): Promise<CopiedTable[]> {
  const { databaseUrl, path } = options;
  if (!existsSync(path)) throw new AppError('not_found', `There is no store at ${path}.`);
  await openSqliteStore({ path, role: 'api' }).close();
  await migratePostgres(databaseUrl);
  const source = new SqliteSource(path);
  try {
    const target = await PostgresTarget.open(databaseUrl);
    try {
      return await copyAll({ ...options, source, target });
    } finally {
      await target.close();
    }
  } finally {
    source.close();
  }
}
