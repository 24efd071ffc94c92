import type { DatabaseSync } from 'node:sqlite';

/** What a backup says of itself. */
export interface BackupInfo {
  readonly takenAtMs: number;
  /** Version of the program that took it. */
  readonly version: string;
  /** Names the key that its secrets are sealed with, without telling anything of it; null when it holds none. */
  readonly keyId: string | null;
}

const key = 'backup';

export function writeBackupInfo(database: DatabaseSync, info: BackupInfo): void {
  database.prepare('insert or replace into setting (key, value) values (?, ?)').run(key, JSON.stringify(info));
}

/** Null for a store that is no backup. */
export function readBackupInfo(database: DatabaseSync): BackupInfo | null {
  const row = database.prepare('select value from setting where key = ?').get(key);
  if (row === undefined || typeof row.value !== 'string') return null;
  const { keyId, takenAtMs, version } = JSON.parse(row.value) as Record<string, unknown>;
  if (typeof takenAtMs !== 'number' || typeof version !== 'string') return null;
  return { takenAtMs, version, keyId: typeof keyId === 'string' ? keyId : null };
}

/** Ends sign-ins, invitations and reset links: whoever was signed out, or has used a link up since then, must not be let in again. */
export function removeWaysIn(database: DatabaseSync): void {
  database.exec('delete from session');
  // Stores of earlier versions have no links.
  const links = database.prepare("select count(*) as n from sqlite_master where name = 'account_link'").get();
  if (links?.n !== 0) database.exec('delete from account_link');
}

export function removeBackupInfo(database: DatabaseSync): void {
  database.prepare('delete from setting where key = ?').run(key);
}
