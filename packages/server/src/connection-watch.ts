import { AppError } from './core/app-error.ts';
import type { Clock } from './core/clock.ts';
import { listConnectionRows } from './storage/connection-repository.ts';
import type { Store } from './storage/open-store.ts';

const lookEveryMs = 2_000;

export interface ConnectionWatchOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Connections are not what they were at the last look. */
  readonly onChange: () => Promise<void>;
  /** A bug, for the log; a database that is away is waited for. */
  readonly onError: (error: unknown) => void;
}

/** Notices when another process changes connections: whole rows are compared, there are few of them. */
export class ConnectionWatch {
  readonly #options: ConnectionWatchOptions;
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;
  #seen = '';

  constructor(options: ConnectionWatchOptions) {
    this.#options = options;
    this.#ended = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { clock, onError } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#look();
      } catch (error) {
        if (!(error instanceof AppError)) onError(error);
      }
      await clock.sleep(lookEveryMs, signal);
    }
  }

  async #look(): Promise<void> {
    const { onChange, store } = this.#options;
    const rows = JSON.stringify(await listConnectionRows(store.db));
    if (rows === this.#seen) return;
    await onChange();
    this.#seen = rows;
  }
}
