import { createHmac, randomBytes } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  constants as fileConstants,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** A key of 256 bits and the name under which sealed texts refer to it; the name tells nothing of the key. */
export interface MasterKey {
  readonly bytes: Buffer;
  readonly id: string;
}

export type ReadKey =
  | { readonly state: 'read'; readonly key: MasterKey; readonly isExposed: boolean }
  | { readonly state: 'missing' }
  | { readonly state: 'unreadable'; readonly why: string };

function toMasterKey(bytes: Buffer): MasterKey {
  return { bytes, id: createHmac('sha256', bytes).update('buildbutler key id').digest('hex').slice(0, 16) };
}

/** Takes what `openssl rand -base64 32` and `-hex 32` write. */
function parse(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[\w+/-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : null;
}

/** Looks into a key file. `isExposed` = others on this machine can read it (never on Windows, which has no such bits). */
export function readKeyFile(path: string): ReadKey {
  try {
    const bytes = parse(readFileSync(path, 'utf8').trim());
    if (bytes === null) return { state: 'unreadable', why: 'it does not hold 32 bytes in base64 or hex' };
    const isExposed = process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;
    return { state: 'read', key: toMasterKey(bytes), isExposed };
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? { state: 'missing' } : { state: 'unreadable', why: `it cannot be read (${code})` };
  }
}

/** Whether the file still holds this key. A pipe cannot be read twice: it is taken at its word. */
export function isKeyInFile(key: MasterKey, path: string): boolean {
  if (statSync(path, { throwIfNoEntry: false })?.isFIFO() === true) return true;
  const read = readKeyFile(path);
  return read.state === 'read' && read.key.id === key.id;
}

/** Brings new names in a folder to disk. */
export function syncFolder(path: string): void {
  // Windows cannot open a folder; its file systems keep new names by themselves.
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** A new file of mode 0600 whose content is on disk. Throws when there is one already. */
export function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Makes a new key in a file of mode 0600 that is on disk, whole, before anything is sealed with it.
 * Throws when there is a file already: a key is never replaced.
 */
export function makeKeyFile(path: string): MasterKey {
  const bytes = randomBytes(32);
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    writeDurably(draft, `${bytes.toString('base64')}\n`);
    try {
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
      // Not every file system has links.
      copyFileSync(draft, path, fileConstants.COPYFILE_EXCL);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  syncFolder(dirname(path));
  return toMasterKey(bytes);
}
