import { AppError } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';

const coalesceMs = 1_000;
const mostAtOnce = 64;
const shortSliceMs = 30;
const longSliceMs = 150;
const mostPauseMs = 2_000;
const mostCoalesceMs = 4_000;
const afterDiskProblemMs = 5_000;

export interface FollowUpLoopOptions {
  /** Does at most so much of what is left; returns how much is left then. */
  readonly work: (most: number) => Promise<number>;
  readonly clock: Clock;
  readonly onDefect: (error: unknown) => void;
}

/** Does what follows from storing builds (roll-ups, categories of failures) shortly after: many steps together, a little at a time, so that storing goes on. */
export class FollowUpLoop {
  readonly #options: FollowUpLoopOptions;
  readonly #stopping = new AbortController();
  #isDirty = false;
  #running: Promise<void> | null = null;
  #now = new AbortController();
  #atOnce = 8;
  /** How long the last round took: what is written again and again is done less often. */
  #roundMs = 0;

  constructor(options: FollowUpLoopOptions) {
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

  /** Resolves when everything stored so far is done. */
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
        await this.#work();
        this.#roundMs = clock.nowMs() - startedAtMs;
      } catch (error) {
        // Nothing is forgotten: what is left to do stands in the store.
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
  async #work(): Promise<void> {
    const { clock, work } = this.#options;
    for (;;) {
      if (this.#stopping.signal.aborted) return;
      const startedAtMs = clock.nowMs();
      const left = await work(this.#atOnce);
      const tookMs = clock.nowMs() - startedAtMs;
      if (tookMs > longSliceMs) this.#atOnce = Math.max(1, Math.floor(this.#atOnce / 2));
      else if (tookMs < shortSliceMs) this.#atOnce = Math.min(mostAtOnce, this.#atOnce * 2);
      if (left === 0) return;
      await clock.sleep(Math.min(mostPauseMs, tookMs), this.#stopping.signal);
    }
  }
}
