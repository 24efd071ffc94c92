import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '../core/app-error.ts';
import { spell, sqliteTraits } from './dialect.ts';
import { migrations } from './migrations/index.ts';

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
  if (current > newest) {
    throw new AppError(
      'unavailable',
      `The store has schema ${current}, but this BuildButler knows only up to ${newest}. It was used by a newer version: start that version again, or restore a backup.`,
    );
  }
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
