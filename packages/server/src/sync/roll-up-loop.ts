import { AppError } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import type { CollectionStore } from '../storage/collection.ts';

const coalesceMs = 1_000;
const mostHoursAtOnce = 64;
const shortSliceMs = 30;
const longSliceMs = 150;
const mostPauseMs = 2_000;
const mostCoalesceMs = 4_000;
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
  #hoursAtOnce = 8;
  /** How long the last round took: hours that are written again and again are counted less often. */
  #roundMs = 0;

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
      await clock.sleep(Math.min(mostCoalesceMs, Math.max(coalesceMs, this.#roundMs)), this.#now.signal);
      this.#isDirty = false;
      const startedAtMs = clock.nowMs();
      try {
        await this.#rollUp();
        this.#roundMs = clock.nowMs() - startedAtMs;
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

  /** Small slices, and after each as much time for everything else as it took: live work is never far behind. */
  async #rollUp(): Promise<void> {
    const { clock, store } = this.#options;
    for (;;) {
      if (this.#stopping.signal.aborted) return;
      const startedAtMs = clock.nowMs();
      const left = await store.rollUpDirty(this.#hoursAtOnce);
      const tookMs = clock.nowMs() - startedAtMs;
      if (tookMs > longSliceMs) this.#hoursAtOnce = Math.max(1, Math.floor(this.#hoursAtOnce / 2));
      else if (tookMs < shortSliceMs) this.#hoursAtOnce = Math.min(mostHoursAtOnce, this.#hoursAtOnce * 2);
      if (left === 0) return;
      await clock.sleep(Math.min(mostPauseMs, tookMs), this.#stopping.signal);
    }
  }
}
