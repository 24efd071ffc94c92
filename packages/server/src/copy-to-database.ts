import { dirname, resolve } from 'node:path';
import { CliError, usageError } from './cli/cli-error.ts';
import type { CopiedStore, CopyRequest } from './cli/house.ts';
import type { Config } from './config/config.ts';
import { databaseUrlSetting, describeDatabase, parseDatabaseUrl } from './config/database-url.ts';
import { storePathIn } from './data-dir.ts';
import { copyStore } from './storage/copy/copy-store.ts';
import { type DataDirLock, lockDataDir } from './storage/lock-data-dir.ts';

function targetOf({ databaseUrl }: Config, given: string | undefined): string {
  if (given === undefined) {
    if (databaseUrl !== null) return databaseUrl;
    throw usageError('It is not said where to copy to.', 'Set BUILDBUTLER_DATABASE_URL, or use --to.');
  }
  const parsed = parseDatabaseUrl(given);
  if (parsed === null) throw usageError('--to cannot be read.', `Expected ${databaseUrlSetting.expected}.`);
  return parsed;
}

/** Keeps a server from starting on the store meanwhile: what it collects would stay behind. */
function lockBeside(path: string): DataDirLock | null {
  const folder = dirname(path);
  let lock: DataDirLock | null;
  try {
    lock = lockDataDir(folder);
  } catch {
    // A folder that cannot be written, such as that of a backup: no server runs on it.
    return null;
  }
  if (lock !== null) return lock;
  throw new CliError('failed', `A server is running on the store ${path}.`, {
    code: 'conflict',
    fix: 'Stop it first: what it collects from now on would stay behind.',
  });
}

/** Copies an embedded store into an empty database. Throws `CliError` for what a person has to change, `AppError` as `copyStore`. */
export async function copyToDatabase(
  config: Config,
  { from, onProgress, signal, to }: CopyRequest,
): Promise<CopiedStore> {
  const databaseUrl = targetOf(config, to);
  const path = from === undefined ? storePathIn(config.dataDir) : resolve(from);
  const lock = lockBeside(path);
  try {
    const tables = await copyStore({ path, databaseUrl, onProgress, signal });
    return { from: path, to: describeDatabase(databaseUrl), tables };
  } finally {
    lock?.release();
  }
}
