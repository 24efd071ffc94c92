import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { schemaVersion } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { storageProblem } from './storage-problem.ts';

export interface StoreInspection {
  readonly exists: boolean;
  /** 0 for a store that does not exist. */
  readonly schemaVersion: number;
  readonly newestSchemaVersion: number;
  /** Empty when the store is sound. */
  readonly problems: readonly string[];
}

/** Looks at a store without changing it; beside a running server too. Throws as `openStore` does. */
export function inspectStore(path: string): StoreInspection {
  const newestSchemaVersion = migrations.at(-1)?.version ?? 0;
  if (!existsSync(path)) return { exists: false, schemaVersion: 0, newestSchemaVersion, problems: [] };
  try {
    return look(path, newestSchemaVersion);
  } catch (error) {
    throw storageProblem(error);
  }
}

function look(path: string, newestSchemaVersion: number): StoreInspection {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    const rows = database.prepare('pragma quick_check(20)').all() as { quick_check: string }[];
    const problems = rows.map((row) => row.quick_check).filter((line) => line !== 'ok');
    return { exists: true, schemaVersion: schemaVersion(database), newestSchemaVersion, problems };
  } finally {
    database.close();
  }
}
