import { AppError } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import type { CollectionStore } from '../storage/collection.ts';

const coalesceMs = 1_000;
const hoursAtOnce = 8;
const mostPauseMs = 200;
const afterDiskProblemMs = 5_000;

export interface RollUpLoopOptions {
  readonly store: Pick<CollectionStore, 'rollUpDirty'>;
  readonly clock: Clock;
  readonly onDefect: (error: unknown) => void;
}

/** Brings roll-ups up to date shortly after builds were stored: many steps together, a few hours at a time, so that storing goes on. */
export class RollUpLoop {
  readonly #options: RollUpLoopOptions;
  readonly #stopping = new AbortController();
  #isDirty = false;
  #running: Promise<void> | null = null;
  #now = new AbortController();

  constructor(options: RollUpLoopOptions) {
    this.#options = options;
  }

  /** Builds were stored. */
  poke(): void {
    this.#isDirty = true;
    if (this.#running !== null || this.#stopping.signal.aborted) return;
    this.#running = this.#run().finally(() => {
      this.#running = null;
    });
  }

  get isClean(): boolean {
    return !this.#isDirty && this.#running === null;
  }

  /** Resolves when everything stored so far is rolled up. */
  async flush(): Promise<void> {
    while (!this.isClean && !this.#stopping.signal.aborted) {
      this.poke();
      this.#now.abort();
      await this.#running;
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#now.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, onDefect } = this.#options;
    this.#now = new AbortController();
    while (this.#isDirty && !this.#stopping.signal.aborted) {
      await clock.sleep(coalesceMs, this.#now.signal);
      this.#isDirty = false;
      try {
        await this.#rollUp();
      } catch (error) {
        // Nothing is forgotten: the dirty hours stay in the store.
        if (!(error instanceof AppError)) {
          onDefect(error);
          return;
        }
        this.#isDirty = true;
        await clock.sleep(afterDiskProblemMs, this.#stopping.signal);
      }
    }
  }

  async #rollUp(): Promise<void> {
    const { clock, store } = this.#options;
    for (;;) {
      if (this.#stopping.signal.aborted) return;
      const startedAtMs = clock.nowMs();
      const left = await store.rollUpDirty(hoursAtOnce);
      if (left === 0) return;
      // As much time for everything else as was just taken.
      await clock.sleep(Math.min(mostPauseMs, clock.nowMs() - startedAtMs), this.#stopping.signal);
    }
  }
}
