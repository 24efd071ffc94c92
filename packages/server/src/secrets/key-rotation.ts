import { existsSync, readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { isKeyInFile, type MasterKey, makeKeyFile, readKeyFile, syncFolder, writeDurably } from './master-key.ts';
import { keyIdOf } from './seal.ts';

/** Where the new key waits until everything is sealed with it. */
const nextOf = (keyFile: string) => `${keyFile}.next`;

/** The key that everything is about to be sealed with, on disk before anything is. Throws when its file cannot be made. */
export function prepareNextKey(keyFile: string): MasterKey {
  const path = nextOf(keyFile);
  const read = readKeyFile(path);
  // One that an interrupted rotation has left behind may have sealed something already.
  return read.state === 'read' ? read.key : makeKeyFile(path);
}

/** Puts the new key into the place of the old one, which stays beside it: earlier backups need it. Returns where. */
export function adoptNextKey(keyFile: string, old: MasterKey): string {
  const kept = `${keyFile}.${old.id}`;
  if (!existsSync(kept)) writeDurably(kept, readFileSync(keyFile, 'utf8'));
  renameSync(nextOf(keyFile), keyFile);
  syncFolder(dirname(keyFile));
  return kept;
}

/**
 * Ends a rotation that was interrupted after everything had been sealed with the new key and before its file got its
 * place. `sealedText` is any sealed text of the store.
 */
export function finishInterruptedRotation(keyFile: string, sealedText: string | null): void {
  const next = readKeyFile(nextOf(keyFile));
  if (sealedText === null || next.state !== 'read' || keyIdOf(sealedText) !== next.key.id) return;
  const current = readKeyFile(keyFile);
  if (current.state === 'read' && !isKeyInFile(next.key, keyFile)) adoptNextKey(keyFile, current.key);
}
