import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { access, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';

export const setupTokenLifetimeMs = 60 * 60_000;

/** The one-time token that lets the first administrator in. It lives in memory; the file is for the person to read. */
export interface SetupToken {
  /** Makes a new token, good for 60 minutes, and writes it to `setup-token` (0600) in the data directory. */
  issue(): Promise<string>;
  /** `expired` = it was the right one, but too late. Takes equally long for every candidate. */
  judge(candidate: string): 'valid' | 'expired' | 'wrong';
  /** Ends the token for ever: removes the file and leaves `setup-done` in the data directory. */
  discard(): Promise<void>;
  /** Throws `unavailable` when this data directory had an administrator before: a store without users is a lost store then, not a new one. */
  refuseIfDone(): Promise<void>;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    // What cannot be looked at counts as there: the doubt must not open the door.
    return !isMissing(error);
  }
}

/** The set-up token of one data directory. */
export function createSetupToken({ dataDir, clock }: { readonly dataDir: string; readonly clock: Clock }): SetupToken {
  const tokenFile = join(dataDir, 'setup-token');
  const doneFile = join(dataDir, 'setup-done');
  const nobody = randomBytes(32);
  let current: { readonly hash: Buffer; readonly expiresAtMs: number } | null = null;
  return {
    async issue() {
      const token = randomBytes(32).toString('base64url');
      try {
        // An older file would keep its mode through writeFile.
        await rm(tokenFile, { force: true });
        await writeFile(tokenFile, `${token}\n`, { mode: 0o600, flag: 'wx' });
      } catch (error) {
        const { code = 'unknown error' } = error as NodeJS.ErrnoException;
        throw new AppError('unavailable', `The set-up token cannot be written to ${tokenFile} (${code}).`, {
          cause: error,
        });
      }
      current = { hash: digest(token), expiresAtMs: clock.nowMs() + setupTokenLifetimeMs };
      return token;
    },
    judge(candidate) {
      const isSame = timingSafeEqual(digest(candidate), current?.hash ?? nobody);
      if (!isSame || current === null) return 'wrong';
      return clock.nowMs() < current.expiresAtMs ? 'valid' : 'expired';
    },
    async discard() {
      current = null;
      const note = 'The first administrator of this data directory exists. This file keeps the set-up page shut.\n';
      // The administrator is stored already: a folder that cannot be written must not make that look like a failure.
      await writeFile(doneFile, note, { mode: 0o600 }).catch(() => undefined);
      await rm(tokenFile, { force: true }).catch(() => undefined);
    },
    async refuseIfDone() {
      if (!(await exists(doneFile))) return;
      throw new AppError(
        'unavailable',
        `The store has no users, but this data directory had an administrator before: the store was lost or replaced. Restore a backup; to begin anew, remove ${doneFile}.`,
      );
    },
  };
}
