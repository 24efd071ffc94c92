import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';

export const setupTokenLifetimeMs = 60 * 60_000;

/** The one-time token that lets the first administrator in. It lives in memory; the file is for the person to read. */
export interface SetupToken {
  /** Makes a new token, good for 60 minutes, and writes it to `setup-token` (0600) in the data directory. */
  issue(): Promise<string>;
  /** `expired` = it was the right one, but too late. Takes equally long for every candidate. */
  judge(candidate: string): 'valid' | 'expired' | 'wrong';
  /** Ends the token and removes the file; nothing is left to try. */
  discard(): Promise<void>;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** The set-up token of one data directory. */
export function createSetupToken({ dataDir, clock }: { readonly dataDir: string; readonly clock: Clock }): SetupToken {
  const path = join(dataDir, 'setup-token');
  let current: { readonly hash: Buffer; readonly expiresAtMs: number } | null = null;
  const nobody = randomBytes(32);
  return {
    async issue() {
      const token = randomBytes(32).toString('base64url');
      // An older file would keep its mode through writeFile.
      await rm(path, { force: true });
      await writeFile(path, `${token}\n`, { mode: 0o600, flag: 'wx' });
      await chmod(path, 0o600);
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
      await rm(path, { force: true });
    },
  };
}
