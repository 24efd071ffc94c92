import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../core/app-error.ts';
import { inspectStore, type StoreInspection } from '../inspect-store.ts';
import { storageProblem } from '../storage-problem.ts';
import { type BackupInfo, readBackupInfo, removeBackupInfo, removeWaysIn } from './backup-info.ts';
import { copyPrivately, publishFile } from './durable-file.ts';

export interface RestoreRequest {
  /** The backup; it is not changed. */
  readonly from: string;
  /** Where the store belongs. No process uses it. */
  readonly path: string;
  /** A store that is there is moved aside under this name; null = it must be empty. */
  readonly asideName: string | null;
}

export interface RestoredStore {
  /** Null when the file was a store, but no backup. */
  readonly info: BackupInfo | null;
  readonly schemaVersion: number;
  /** Where the store that was there is now; null when none was. */
  readonly movedTo: string | null;
}

/** Tells of the backup what would be told of the store. */
function inspectBackup(from: string): StoreInspection {
  try {
    return inspectStore(from);
  } catch (error) {
    throw new AppError('unavailable', `${from} cannot be read as a backup of BuildButler. Nothing was changed.`, {
      cause: error,
    });
  }
}

function refuseUnusable(from: string): number {
  const { exists, newestSchemaVersion, problems, schemaVersion } = inspectBackup(from);
  if (!exists) throw new AppError('not_found', `There is no file ${from}.`);
  if (problems.length > 0) throw new AppError('unavailable', `${from} is damaged: ${problems.join('; ')}`);
  if (schemaVersion === 0) throw new AppError('bad_request', `${from} is no store of BuildButler.`);
  if (schemaVersion <= newestSchemaVersion) return schemaVersion;
  throw new AppError(
    'conflict',
    `${from} has schema ${schemaVersion}, but this version knows only up to ${newestSchemaVersion}. Restore it with the version that took it, or a newer one.`,
  );
}

/** A store that nobody has used yet: that of a first start which was never set up. */
function isUnused(path: string): boolean {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  try {
    const isThere = database.prepare("select count(*) as n from sqlite_master where name = 'user'").get();
    if (isThere?.n === 0) return true;
    const row = database.prepare('select (select count(*) from "user") + (select count(*) from connection) as n').get();
    return row?.n === 0;
  } finally {
    database.close();
  }
}

/** Folds what lies beside the store into it, so that it can be moved as one file. */
function foldIn(path: string): void {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  try {
    database.exec('pragma wal_checkpoint(truncate)');
  } finally {
    database.close();
  }
}

function makeRoom(path: string, asideName: string | null): string | null {
  if (!existsSync(path) || statSync(path).size === 0) return null;
  if (asideName === null && !isUnused(path)) {
    throw new AppError('conflict', `There is a store at ${path} already. Nothing was changed.`);
  }
  foldIn(path);
  const movedTo = asideName === null ? null : asideName;
  if (movedTo === null) rmSync(path);
  else renameSync(path, movedTo);
  return movedTo;
}

function readInfo(draft: string): BackupInfo | null {
  const database = new DatabaseSync(draft);
  try {
    const info = readBackupInfo(database);
    removeWaysIn(database);
    removeBackupInfo(database);
    return info;
  } finally {
    database.close();
  }
}

/**
 * Puts a backup into the place of the store. Until the last moment the old store is untouched; an interruption leaves
 * the old one, or none beside the one that was moved aside, never half of one. Throws `not_found`, `bad_request`,
 * `conflict`, `unavailable`.
 */
export function restoreStore({ asideName, from, path }: RestoreRequest): RestoredStore {
  const draft = `${path}.restoring`;
  try {
    const schemaVersion = refuseUnusable(from);
    copyPrivately(from, draft);
    const info = readInfo(draft);
    const movedTo = makeRoom(path, asideName);
    for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
    publishFile(draft, path);
    return { info, schemaVersion, movedTo };
  } catch (error) {
    throw storageProblem(error);
  } finally {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${draft}${suffix}`, { force: true });
  }
}
