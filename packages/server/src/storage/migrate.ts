import type { DatabaseSync } from 'node:sqlite';
import { spell, sqliteTraits } from './dialect.ts';
import { migrations } from './migrations/index.ts';
import { newerSchemaProblem } from './newer-schema-problem.ts';

/** The version of a store's schema; 0 for an empty one. */
export function schemaVersion(database: DatabaseSync): number {
  return Number((database.prepare('pragma user_version').get() as { user_version: number }).user_version);
}

/**
 * Brings a store to the newest schema, each migration whole or not at all.
 * Throws `unavailable` for a store that a newer BuildButler has written.
 */
export function migrate(database: DatabaseSync): void {
  const newest = migrations.at(-1)?.version ?? 0;
  const current = schemaVersion(database);
  if (current > newest) throw newerSchemaProblem(current, newest);
  for (const migration of migrations.filter(({ version }) => version > current)) {
    database.exec('begin immediate');
    try {
      for (const statement of migration.statements) database.exec(spell(statement, sqliteTraits));
      database.exec(`pragma user_version = ${migration.version}`);
      database.exec('commit');
    } catch (error) {
      database.exec('rollback');
      throw error;
    }
  }
}
