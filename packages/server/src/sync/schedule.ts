import type { Clock } from '../core/clock.ts';
import type { Pass } from './runner-context.ts';

const longestSleepMs = 60_000;

interface Running {
  readonly pass: Pass;
  readonly ended: Promise<void>;
}

/** Starts passes when they are due, each at most as often at once as its width allows, until the signal or a defect. */
export class Schedule {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #running = new Set<Running>();
  #passes: readonly Pass[] = [];
  #sleep = new AbortController();
  #waiting: (() => void)[] = [];
  #hasStarted = false;
  #hasEnded = false;
  #defect: { readonly error: unknown } | null = null;

  constructor({ clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal }) {
    this.#clock = clock;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.wake(), { once: true });
  }

  /** True when nothing runs and nothing is due for the moment. */
  isQuiet(): boolean {
    if (this.#signal.aborted) return this.#running.size === 0;
    return this.#hasStarted && this.#running.size === 0 && this.#passes.every((pass) => !this.#isDue(pass));
  }

  whenQuiet(): Promise<void> {
    if (this.#hasEnded || this.isQuiet()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Something may be due now. */
  wake(): void {
    this.#sleep.abort();
  }

  /** Resolves when the signal has ended it and everything that ran has ended; throws what a pass threw. */
  async run(passes: readonly Pass[]): Promise<void> {
    this.#passes = passes;
    this.#hasStarted = true;
    while (!this.#signal.aborted && this.#defect === null) {
      this.#sleep = new AbortController();
      this.#startDue();
      if (this.isQuiet()) this.#tellWaiting();
      await this.#clock.sleep(this.#untilNextMs(), this.#sleep.signal);
    }
    await Promise.all([...this.#running].map(({ ended }) => ended));
    this.#tellWaiting();
    const defect = this.#defect as { readonly error: unknown } | null;
    if (defect !== null) throw defect.error;
  }

  /** Nobody waits any longer for what ended before it began. */
  end(): void {
    this.#hasEnded = true;
    this.#tellWaiting();
  }

  #tellWaiting(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #hasRoom(pass: Pass): boolean {
    let running = 0;
    for (const one of this.#running) if (one.pass === pass) running += 1;
    return running < pass.width;
  }

  #isDue(pass: Pass): boolean {
    const atMs = pass.dueAtMs();
    return atMs !== null && atMs <= this.#clock.nowMs();
  }

  #startDue(): void {
    for (const pass of this.#passes) while (this.#hasRoom(pass) && this.#isDue(pass)) this.#start(pass);
  }

  #start(pass: Pass): void {
    const ended = pass.run().then(
      () => undefined,
      (error: unknown) => {
        this.#defect ??= { error };
      },
    );
    const running: Running = { pass, ended };
    this.#running.add(running);
    void ended.then(() => {
      this.#running.delete(running);
      this.wake();
    });
  }

  #untilNextMs(): number {
    const nowMs = this.#clock.nowMs();
    let untilMs = longestSleepMs;
    for (const pass of this.#passes) {
      if (!this.#hasRoom(pass)) continue;
      const atMs = pass.dueAtMs();
      if (atMs !== null) untilMs = Math.min(untilMs, Math.max(0, atMs - nowMs));
    }
    return untilMs;
  }
}
