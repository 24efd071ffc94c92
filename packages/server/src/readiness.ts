import type { Readiness } from './api/readiness.ts';
import { AppError } from './core/app-error.ts';
import type { Clock } from './core/clock.ts';
import type { Disturbances } from './disturbances.ts';
import type { SecretBox } from './secrets/secret-box.ts';
import type { Store } from './storage/open-store.ts';
import { findSetting, writeSetting } from './storage/setting-repository.ts';

const checkEveryMs = 5_000;
const key = 'last_write_check';
/** Anybody may ask, so the path of the key file stays in the log. */
const lockedNote =
  'Locked: the key file is missing or is not the one the tokens were sealed with. Nothing is collected; the log says more.';

export interface ReadinessOptions {
  /** The watched one: what it finds out lands in `disturbances` under `disk`. */
  readonly store: Store;
  readonly secrets: Pick<SecretBox, 'isUnlocked'>;
  readonly disturbances: Disturbances;
  readonly clock: Clock;
}

/** Looks at the store and at what the parts of the app have reported. */
export function createReadiness({ clock, disturbances, secrets, store }: ReadinessOptions): Readiness {
  let checkedAtMs = Number.NEGATIVE_INFINITY;

  /** After a failed write, only a write can show that the disk takes data again; asked for by anybody, so not too often. */
  async function checkDisk(): Promise<void> {
    if (!disturbances.has('disk') || clock.nowMs() - checkedAtMs < checkEveryMs) return;
    checkedAtMs = clock.nowMs();
    await store.transaction((tx) => writeSetting(tx, key, String(checkedAtMs))).catch(() => undefined);
  }

  async function readProblem(): Promise<string | null> {
    try {
      await findSetting(store.db, key);
      return null;
    } catch (error) {
      return error instanceof AppError ? error.message : 'The store cannot be read.';
    }
  }

  return {
    async check() {
      await checkDisk();
      const unreadable = await readProblem();
      return {
        blocking: [...(unreadable === null ? [] : [unreadable]), ...disturbances.list()],
        notes: secrets.isUnlocked ? [] : [lockedNote],
      };
    },
  };
}
