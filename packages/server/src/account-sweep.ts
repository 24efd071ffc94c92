import { AppError } from './core/app-error.ts';
import type { Clock } from './core/clock.ts';
import { sweepAccounts } from './operations/sweep-accounts.ts';
import type { Store } from './storage/open-store.ts';

const everyMs = 3_600_000;

export interface AccountSweepOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** A bug, for the log; a store that is away is asked again later. */
  readonly onError: (error: unknown) => void;
}

/** Clears away old audit lines, ended sessions and dead links: at the start and each hour. */
export class AccountSweep {
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;

  constructor(options: AccountSweepOptions) {
    this.#ended = this.#run(options);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async #run({ clock, onError, store }: AccountSweepOptions): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await sweepAccounts({ store, clock }, signal);
      } catch (error) {
        if (!(error instanceof AppError)) onError(error);
      }
      await clock.sleep(everyMs, signal);
    }
  }
}
