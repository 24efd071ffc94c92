import { chmodSync, closeSync, copyFileSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** An empty file that only its owner can read. Throws when there is one already. */
export function createPrivateFile(path: string): void {
  closeSync(openSync(path, 'wx', 0o600));
}

/** Copies a file into one that only its owner can read. */
export function copyPrivately(from: string, to: string): void {
  copyFileSync(from, to);
  chmodSync(to, 0o600);
}

/** Gives a finished file its name: after a crash there is the whole of it or none. */
export function publishFile(draft: string, path: string): void {
  sync(draft);
  renameSync(draft, path);
  // Windows cannot open a folder; its file systems keep new names by themselves.
  if (process.platform !== 'win32') sync(dirname(path));
}
