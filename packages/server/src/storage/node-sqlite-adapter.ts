import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

const mostCachedStatements = 300;

class CachedStatement implements SqliteStatement {
  readonly reader: boolean;
  readonly #statement: StatementSync;

  constructor(statement: StatementSync) {
    this.#statement = statement;
    this.reader = statement.columns().length > 0;
  }
  all(parameters: readonly unknown[]): unknown[] {
    return this.#statement.all(...(parameters as SQLInputValue[]));
  }
  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
    return this.#statement.run(...(parameters as SQLInputValue[]));
  }
  iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    return this.#statement.iterate(...(parameters as SQLInputValue[])) as IterableIterator<unknown>;
  }
}

/**
 * SQLite itself rolls back when the disk is full or fails (https://sqlite.org/lang_transaction.html); a second rollback
 * would throw and hide what happened.
 */
class RollbackStatement extends CachedStatement {
  readonly #isTransaction: () => boolean;

  constructor(statement: StatementSync, isTransaction: () => boolean) {
    super(statement);
    this.#isTransaction = isTransaction;
  }
  override run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
    return this.#isTransaction() ? super.run(parameters) : { changes: 0, lastInsertRowid: 0 };
  }
}

/** Lets Kysely's SQLite dialect drive Node's built-in SQLite, with prepared statements kept. */
export class NodeSqliteAdapter implements SqliteDatabase {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, CachedStatement>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  prepare(sql: string): SqliteStatement {
    // A deferred transaction that reads first cannot become a writer once another thread has written: SQLITE_BUSY without waiting.
    const text = sql === 'begin' ? 'begin immediate' : sql;
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const prepared = this.#database.prepare(text);
    const statement =
      text === 'rollback'
        ? new RollbackStatement(prepared, () => this.#database.isTransaction)
        : new CachedStatement(prepared);
    if (this.#statements.size >= mostCachedStatements) {
      const oldest = this.#statements.keys().next();
      if (!oldest.done) this.#statements.delete(oldest.value);
    }
    this.#statements.set(text, statement);
    return statement;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}
