import type { Finding } from './cli/house.ts';
import { describeDatabase } from './config/database-url.ts';
import { AppError } from './core/app-error.ts';
import { migrations } from './storage/migrations/index.ts';
import { postgresSchemaVersion } from './storage/postgres/migrate-postgres.ts';

/** Looks at a database without changing it. */
export async function inspectDatabase(databaseUrl: string): Promise<Finding> {
  const name = 'store';
  const place = describeDatabase(databaseUrl);
  const newest = migrations.at(-1)?.version ?? 0;
  try {
    const version = await postgresSchemaVersion(databaseUrl);
    if (version === 0) {
      return { name, state: 'skipped', message: `${place} answers and has no tables yet; the first start makes them` };
    }
    if (version <= newest) return { name, state: 'ok', message: `${place} answers (schema ${version})` };
    return {
      name,
      state: 'failed',
      message: `${place} has schema ${version}, but this version knows only up to ${newest}`,
      fix: 'Start the newer version that wrote it, or restore a backup.',
    };
  } catch (error) {
    if (error instanceof AppError) return { name, state: 'failed', message: `${place}: ${error.message}` };
    throw error;
  }
}
