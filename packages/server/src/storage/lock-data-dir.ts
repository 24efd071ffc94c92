import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const fileName = 'server.lock';
const busy = 5;

function isBusy(error: unknown): boolean {
  return error !== null && typeof error === 'object' && 'errcode' in error && (Number(error.errcode) & 0xff) === busy;
}

export interface DataDirLock {
  release(): void;
}

/**
 * Takes a data directory for this process; null when another process has it. The lock belongs to the operating system
 * (held through SQLite, the only file locks that Node can reach), so it ends with the process however that ends.
 */
export function lockDataDir(dataDir: string): DataDirLock | null {
  const path = join(dataDir, fileName);
  // Someone who only looks (isDataDirLocked) holds it for an instant.
  const database = new DatabaseSync(path, { timeout: 1_000 });
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive');
    chmodSync(path, 0o600);
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw error;
  }
  return { release: () => database.close() };
}

/** Whether a server runs on this data directory, on this machine. */
export function isDataDirLocked(dataDir: string): boolean {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(join(dataDir, fileName), { readOnly: true, timeout: 0 });
  } catch {
    return false;
  }
  try {
    database.prepare('select count(*) from sqlite_master').get();
    return false;
  } catch (error) {
    return isBusy(error);
  } finally {
    database.close();
  }
}
