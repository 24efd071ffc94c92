import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from './core/app-error.ts';
import { readServerAccess } from './local-access.ts';
import { type DataDirLock, lockDataDir } from './storage/lock-data-dir.ts';

/** The embedded store of a data directory. */
export function storePathIn(dataDir: string): string {
  return join(dataDir, 'buildbutler.db');
}

/** Makes the directory if it has to be made; other users of the machine cannot look into it. */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    const made = await mkdir(dataDir, { recursive: true, mode: 0o700 });
    if (made !== undefined) await chmod(dataDir, 0o700);
  } catch (error) {
    throw new AppError('unavailable', `The data directory ${dataDir} cannot be used (${(error as Error).message}).`, {
      cause: error,
    });
  }
}

/** Takes the directory for this server. Throws `unavailable` with a sentence that says who has it. */
export async function claimDataDir(dataDir: string): Promise<DataDirLock> {
  const lock = lockDataDir(dataDir);
  if (lock !== null) return lock;
  const holder = await readServerAccess(dataDir);
  const who =
    holder === null ? 'Another BuildButler' : `Another BuildButler (process ${holder.pid}, ${holder.address})`;
  throw new AppError(
    'unavailable',
    `${who} is running on the data directory ${dataDir}. Stop it first, or give this one a directory of its own with BUILDBUTLER_DATA_DIR.`,
  );
}
