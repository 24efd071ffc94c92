import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { storageProblem } from '../storage-problem.ts';
import type { CellValue, Row } from './row-digest.ts';

/** A table of the embedded store, as the engine itself describes it. */
export interface SourceTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** In this order both engines hand out the rows. */
  readonly key: readonly string[];
  readonly rows: number;
}

interface ColumnInfo {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
}

const quoted = (name: string) => `"${name}"`;

/** SQLite stores what it is given, whatever the type of the column says; PostgreSQL does not. */
function toCell(value: SQLOutputValue, type: string): CellValue {
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD');
  if (typeof value === 'number' && /int/i.test(type)) return Math.round(value);
  return typeof value === 'bigint' ? Number(value) : value;
}

/** An embedded store to be read out: as it was at one moment, unchanged. */
export class SqliteSource {
  readonly #database: DatabaseSync;

  /** Throws `unavailable` when the file cannot be read. */
  constructor(path: string) {
    try {
      this.#database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
      this.#database.exec('begin');
    } catch (error) {
      throw storageProblem(error);
    }
  }

  tables(): SourceTable[] {
    const names = this.#database
      .prepare(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name",
      )
      .all() as { name: string }[];
    return names.map(({ name }) => {
      const columns = this.#columns(name);
      const keyed = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
      const { rows } = this.#database.prepare(`select count(*) as rows from ${quoted(name)}`).get() as { rows: number };
      const key = (keyed.length > 0 ? keyed : columns).map((column) => column.name);
      return { name, columns: columns.map((column) => column.name), key, rows };
    });
  }

  *rowsOf({ key, name }: SourceTable): Generator<Row> {
    const columns = this.#columns(name);
    const order = key.map(quoted).join(', ');
    const list = columns.map((column) => quoted(column.name)).join(', ');
    const rows = this.#database.prepare(`select ${list} from ${quoted(name)} order by ${order}`).iterate();
    for (const row of rows) yield columns.map((column) => toCell(row[column.name] ?? null, column.type));
  }

  close(): void {
    this.#database.close();
  }

  #columns(table: string): ColumnInfo[] {
    return this.#database
      .prepare(`select name, type, pk from pragma_table_info(?)`)
      .all(table) as unknown as ColumnInfo[];
  }
}
