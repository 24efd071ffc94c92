import pg from 'pg';
import { AppError } from '../../core/app-error.ts';
import { driverUrl } from '../postgres/driver-url.ts';
import { connectProblem, postgresProblem } from '../postgres/postgres-problem.ts';
import { postgresTypes } from '../postgres/postgres-types.ts';
import { type Row, toHex } from './row-digest.ts';
import type { SourceTable } from './sqlite-source.ts';

const rowsPerFetch = 2_000;

function toMember(value: Row[number] | undefined): string | number | null {
  return value instanceof Uint8Array ? toHex(value) : (value ?? null);
}

/** An empty database to be filled: everything in one transaction, so that it is whole afterwards or as empty as before. */
export class PostgresTarget {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  /** Throws `unavailable` when the database cannot be reached. */
  static async open(databaseUrl: string): Promise<PostgresTarget> {
    const client = new pg.Client({
      connectionString: driverUrl(databaseUrl),
      types: postgresTypes,
      application_name: 'buildbutler migrate',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('begin; set local lock_timeout = 5000; set local statement_timeout = 0');
    } catch (error) {
      throw connectProblem(error);
    }
    return new PostgresTarget(client);
  }

  /**
   * Keeps everybody else from writing until the end. Throws `conflict` when there is something in a table that is not one
   * of `prefilled`.
   */
  async claim(tables: readonly SourceTable[], prefilled: ReadonlySet<string>): Promise<void> {
    const names = tables.map(({ name }) => this.#quote(name));
    await this.#query(`lock table ${names.join(', ')} in exclusive mode`);
    for (const { name } of tables) {
      if (prefilled.has(name)) continue;
      const found = await this.#query(`select 1 from ${this.#quote(name)} limit 1`);
      if (found.length === 0) continue;
      throw new AppError(
        'conflict',
        `The database is not empty: there are rows in its table "${name}". Nothing was changed. Copy into a new database, or drop the tables of this one first.`,
      );
    }
  }

  async clear(table: string): Promise<void> {
    await this.#query(`delete from ${this.#quote(table)}`);
  }

  async insert({ columns, name }: SourceTable, rows: readonly Row[]): Promise<void> {
    const table = this.#quote(name);
    const list = columns.map((column) => this.#quote(column)).join(', ');
    const objects = rows.map((row) =>
      Object.fromEntries(columns.map((column, index) => [column, toMember(row[index])])),
    );
    const source = `json_populate_recordset(null::${table}, $1::json)`;
    await this.#query(`insert into ${table} (${list}) select ${list} from ${source}`, [JSON.stringify(objects)]);
  }

  async *rowsOf({ columns, key, name }: SourceTable): AsyncGenerator<Row> {
    const list = columns.map((column) => this.#quote(column)).join(', ');
    const order = key.map((column) => this.#quote(column)).join(', ');
    await this.#query(`declare copied no scroll cursor for select ${list} from ${this.#quote(name)} order by ${order}`);
    for (;;) {
      const rows = await this.#query(`fetch ${rowsPerFetch} from copied`);
      for (const row of rows) yield columns.map((column) => row[column] as Row[number]);
      if (rows.length < rowsPerFetch) break;
    }
    await this.#query('close copied');
  }

  /** Counted keys go on behind the highest that was copied. */
  async advanceCountedKeys(): Promise<void> {
    const counted = await this.#query(
      "select table_name, column_name from information_schema.columns where table_schema = current_schema() and is_identity = 'YES'",
    );
    for (const { column_name, table_name } of counted) {
      const [table, column] = [this.#quote(String(table_name)), this.#quote(String(column_name))];
      await this.#query(
        `select setval(pg_get_serial_sequence($1, $2), greatest(1, (select coalesce(max(${column}), 0) from ${table})), exists (select 1 from ${table}))`,
        [table, String(column_name)],
      );
    }
  }

  async commit(): Promise<void> {
    await this.#query('commit');
    // What a planner knows of an empty table is wrong for a full one.
    await this.#query('analyze');
  }

  /** Without `commit` before, nothing of it stays. */
  async close(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }

  #quote(name: string): string {
    return pg.escapeIdentifier(name);
  }

  async #query(text: string, parameters: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    try {
      return (await this.#client.query(text, [...parameters])).rows;
    } catch (error) {
      throw postgresProblem(error);
    }
  }
}
