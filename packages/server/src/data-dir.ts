import { chmod, mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from './config/config.ts';
import { AppError } from './core/app-error.ts';
import type { Clock } from './core/clock.ts';
import { readServerAccess } from './local-access.ts';
import { createSetupToken } from './operations/setup-token.ts';
import { type DataDirLock, lockDataDir } from './storage/lock-data-dir.ts';
import type { StorePlace } from './storage/open-store.ts';

/** The embedded store of a data directory. */
export function storePathIn(dataDir: string): string {
  return join(dataDir, 'buildbutler.db');
}

/** Where the store of a configuration is. */
export function storePlaceOf({ dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>): StorePlace {
  return databaseUrl === null ? { path: storePathIn(dataDir) } : { databaseUrl };
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/**
 * Makes a folder and those above it. `recursive: true` would do that too, but never comes back from places that answer
 * ENOENT although the folder above is there, such as /proc.
 */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
    // The mask of the process may have taken away bits that the owner needs.
    await chmod(path, 0o700);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await isFolder(path))) return;
    if (codeOf(error) !== 'ENOENT' || (await isFolder(dirname(path)))) throw error;
    await makeFolder(dirname(path));
    await makeFolder(path);
  }
}

/** Makes the directory if it has to be made; other users of the machine cannot look into it. */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    await makeFolder(dataDir);
  } catch (error) {
    throw new AppError('unavailable', `The data directory ${dataDir} cannot be used (${(error as Error).message}).`, {
      cause: error,
    });
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

/**
 * Throws `unavailable` where a store was and is no more: opening it would put an empty one in its place, which looks
 * like a fresh start to everybody who asks next.
 */
export async function refuseLostStore(dataDir: string, clock: Clock): Promise<void> {
  if ((await sizeOf(storePathIn(dataDir))) === 0) await createSetupToken({ dataDir, clock }).refuseIfDone();
}

function lockOrExplain(dataDir: string): DataDirLock | null {
  try {
    return lockDataDir(dataDir);
  } catch (error) {
    throw new AppError(
      'unavailable',
      `The data directory ${dataDir} cannot be written (${(error as Error).message}). Make it writable for the user that runs BuildButler, or set BUILDBUTLER_DATA_DIR to another one.`,
      { cause: error },
    );
  }
}

/**
 * Makes the file of the store its owner's alone before SQLite opens it: the files beside it (-wal, -shm), which hold the
 * same data, take over the mode that it has then. Where that fails, opening the store says why.
 */
export async function protectStore(dataDir: string): Promise<void> {
  const path = storePathIn(dataDir);
  try {
    const file = await open(path, 'a', 0o600);
    await file.close();
    for (const one of [path, `${path}-wal`, `${path}-shm`]) if (await isFile(one)) await chmod(one, 0o600);
  } catch {
    // Read-only, not ours, not a file.
  }
}

/** Takes the directory for this server. Throws `unavailable` with a sentence that says who has it, or why it cannot be had. */
export async function claimDataDir(dataDir: string): Promise<DataDirLock> {
  const lock = lockOrExplain(dataDir);
  if (lock !== null) return lock;
  const holder = await readServerAccess(dataDir);
  const who =
    holder === null ? 'Another BuildButler' : `Another BuildButler (process ${holder.pid}, ${holder.address})`;
  throw new AppError(
    'unavailable',
    `${who} is running on the data directory ${dataDir}. Stop it first, or give this one a directory of its own with BUILDBUTLER_DATA_DIR.`,
  );
}
