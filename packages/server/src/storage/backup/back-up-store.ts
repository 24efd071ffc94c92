import { existsSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../core/app-error.ts';
import { storageProblem } from '../storage-problem.ts';
import { type BackupInfo, removeWaysIn, writeBackupInfo } from './backup-info.ts';
import { createPrivateFile, publishFile } from './durable-file.ts';

export interface BackUpRequest {
  /** The store, in use or not. */
  readonly path: string;
  /** The file to write. */
  readonly target: string;
  readonly info: BackupInfo;
}

function copyInto(path: string, draft: string): void {
  const source = new DatabaseSync(path, { readOnly: true, timeout: 30_000 });
  try {
    // One read transaction: what is written meanwhile waits for nothing and is not in it.
    source.prepare('vacuum into ?').run(draft);
  } finally {
    source.close();
  }
}

function finish(draft: string, info: BackupInfo): void {
  const copy = new DatabaseSync(draft);
  try {
    removeWaysIn(copy);
    writeBackupInfo(copy, info);
    const [first] = copy.prepare('pragma quick_check(1)').all();
    if (first?.quick_check !== 'ok')
      throw new AppError('unavailable', `The copy is damaged (${String(first?.quick_check)}); the store may be too.`);
  } finally {
    copy.close();
  }
}

/**
 * Writes a consistent copy of an embedded store into one file of mode 0600, beside a running server too, and returns its
 * size in bytes. Sessions, invitations and reset links stay out. The file appears when it is whole and on disk. Throws `not_found` without a
 * store, `conflict` when the file is there, `unavailable` for trouble with disks.
 */
export function backUpStore({ info, path, target }: BackUpRequest): number {
  if (!existsSync(path)) throw new AppError('not_found', `There is no store at ${path}.`);
  if (existsSync(target)) throw new AppError('conflict', `${target} exists already. Nothing was written.`);
  const draft = `${target}.part`;
  try {
    rmSync(draft, { force: true });
    createPrivateFile(draft);
    copyInto(path, draft);
    finish(draft, info);
    publishFile(draft, target);
    return statSync(target).size;
  } catch (error) {
    rmSync(draft, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EROFS' || code === 'ENOSPC' || code === 'ENOTDIR')
      throw new AppError('unavailable', `${target} cannot be written (${code}).`, { cause: error });
    throw storageProblem(error);
  }
}
