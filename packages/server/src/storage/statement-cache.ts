import { type Compilable, CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Database } from './open-store.ts';

/** Statements come in these sizes only, so that few texts are built and prepared. Descending. */
const sizes = [256, 64, 16, 4, 1];

function sizeFor(left: number): number {
  return sizes.find((size) => size <= left) ?? 1;
}

/** The smallest size that holds `count`. */
function sizeOver(count: number): number {
  return sizes.findLast((size) => size >= count) ?? (sizes[0] as number);
}

/** A row as the tuple of its columns. */
function tupleOf<Row extends object>(row: Row, columns: readonly (keyof Row)[]): unknown[] {
  return columns.map((column) => row[column]);
}

/** Rows of values in SQL, with their types: an engine that knows types takes a bare parameter for text. */
function valuesOf(rows: readonly (readonly unknown[])[], types: readonly ColumnType[]): RawBuilder<unknown> {
  const cell = (value: unknown, index: number) => sql`cast(${value} as ${sql.raw(types[index] ?? 'bigint')})`;
  return sql`(values ${sql.join(rows.map((row) => sql`(${sql.join(row.map(cell))})`))}) as given`;
}

export type ColumnType = 'bigint' | 'text';

/**
 * Keeps the texts of statements that are run over and over with other values: building one with its query builder takes
 * as long as running it. `name` must stand for one text only.
 */
export class StatementCache {
  readonly #texts = new Map<string, string>();

  /** Runs a statement. `make` builds it with any values; `parameters` are the real ones, in the order of the text. */
  async run<Row>(
    db: Database,
    name: string,
    make: () => Compilable<Row>,
    parameters: unknown[],
  ): Promise<{ readonly rows: readonly Row[]; readonly changed: number }> {
    let text = this.#texts.get(name);
    if (text === undefined) {
      text = make().compile().sql;
      this.#texts.set(name, text);
    }
    const { rows, numAffectedRows } = await db.executeQuery<Row>(CompiledQuery.raw(text, parameters));
    return { rows, changed: Number(numAffectedRows ?? 0) };
  }

  /** Writes rows that all have the same members, many in a statement. */
  async insert<Row extends object>(
    db: Database,
    name: string,
    rows: readonly Row[],
    make: (rows: readonly Row[]) => Compilable<unknown>,
  ): Promise<void> {
    const columns = Object.keys(rows[0] ?? {}) as (keyof Row)[];
    for (let at = 0; at < rows.length; ) {
      const size = sizeFor(rows.length - at);
      const chunk = rows.slice(at, at + size);
      const parameters: unknown[] = [];
      for (const row of chunk) for (const column of columns) parameters.push(row[column]);
      await this.run(db, `insert ${name} ${size} ${columns.join()}`, () => make(chunk), parameters);
      at += size;
    }
  }

  /**
   * Runs a statement that joins a list of rows, many at a time. `make` gets the list as the table `given` with the columns
   * `column1`, `column2`, … in the order of the members, and must name it once. Returns all rows.
   */
  async join<Given extends object, Row>(
    db: Database,
    name: string,
    { rows, types }: { readonly rows: readonly Given[]; readonly types: readonly ColumnType[] },
    make: (given: RawBuilder<unknown>) => RawBuilder<Row>,
  ): Promise<Row[]> {
    const columns = Object.keys(rows[0] ?? {}) as (keyof Given)[];
    const found: Row[] = [];
    for (let at = 0; at < rows.length; ) {
      const size = sizeFor(rows.length - at);
      const tuples = rows.slice(at, at + size).map((row) => tupleOf(row, columns));
      const text = () => make(valuesOf(tuples, types));
      const result = await this.run(
        db,
        `${name} ${size}`,
        () => ({ compile: () => text().compile(db) }),
        tuples.flat(),
      );
      found.push(...result.rows);
      at += size;
    }
    return found;
  }

  /**
   * Runs a statement for keys, many at a time; `make` must name the keys once, after `before` other parameters.
   * Returns all rows.
   */
  async forKeys<Row, Key extends number | string>(
    db: Database,
    name: string,
    { keys, before = [] }: { readonly keys: readonly Key[]; readonly before?: readonly unknown[] },
    make: (keys: readonly Key[]) => Compilable<Row>,
  ): Promise<Row[]> {
    const found: Row[] = [];
    const most = sizes[0] as number;
    for (let at = 0; at < keys.length; at += most) {
      const chunk = keys.slice(at, at + most);
      const size = sizeOver(chunk.length);
      // A key named twice in a list finds its row once.
      const padded = [...chunk, ...Array.from({ length: size - chunk.length }, () => chunk[0] as Key)];
      const { rows } = await this.run(db, `${name} ${size}`, () => make(padded), [...before, ...padded]);
      found.push(...rows);
    }
    return found;
  }
}
