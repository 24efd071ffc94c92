import type { Clock } from '../src/core/clock.ts';

interface Sleeper {
  readonly wakeAtMs: number;
  readonly order: number;
  readonly wake: () => void;
}

interface Watcher {
  readonly isSatisfied: () => boolean;
  readonly resolve: () => void;
}

/** One turn of the event loop: everything that could go on without time passing has gone on. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A clock that stands still until a test moves it, so that nothing in a test has to wait for real time. */
export class ManualClock implements Clock {
  #nowMs: number;
  #order = 0;
  readonly #sleepers = new Set<Sleeper>();
  readonly #watchers = new Set<Watcher>();

  constructor(startMs: number = Date.UTC(2026, 0, 5, 9)) {
    this.#nowMs = startMs;
  }

  /** Epoch milliseconds, as a property that can be handed around without its clock. */
  readonly nowMs = (): number => this.#nowMs;

  /** How many sleeps are under way. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  /** When the next sleeper is due (epoch ms), or null while nothing sleeps. */
  get nextWakeMs(): number | null {
    return this.#next()?.wakeAtMs ?? null;
  }

  /** Resolves once the clock was moved by `ms`, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    if (ms <= 0) return settle();
    return new Promise((resolve) => {
      const wake = () => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper: Sleeper = { wakeAtMs: this.#nowMs + ms, order: this.#order++, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', wake, { once: true });
      this.#notifyWatchers();
    });
  }

  /** Moves on by `ms`; see {@link advanceTo}. */
  advance(ms: number): Promise<void> {
    return this.advanceTo(this.#nowMs + ms);
  }

  /**
   * Moves on to `atMs`, waking sleepers one by one in the order in which they are due; what a sleeper does next, new
   * sleeps included, happens before the clock moves further.
   */
  async advanceTo(atMs: number): Promise<void> {
    await settle();
    for (let due = this.#next(); due !== undefined && due.wakeAtMs <= atMs; due = this.#next()) {
      this.#nowMs = Math.max(this.#nowMs, due.wakeAtMs);
      due.wake();
      await settle();
    }
    this.#nowMs = Math.max(this.#nowMs, atMs);
  }

  /** Moves on to the moment at which the next sleeper is due, waiting for one if nothing sleeps yet. */
  async advanceToNext(): Promise<void> {
    await this.whenSleeping();
    const next = this.nextWakeMs;
    if (next !== null) await this.advanceTo(next);
  }

  /** Resolves as soon as at least `count` sleeps are under way: the code under test has come to rest. */
  whenSleeping(count = 1): Promise<void> {
    const isSatisfied = () => this.sleeping >= count;
    if (isSatisfied()) return Promise.resolve();
    return new Promise((resolve) => this.#watchers.add({ isSatisfied, resolve }));
  }

  #next(): Sleeper | undefined {
    let next: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      const isEarlier = next === undefined || sleeper.wakeAtMs < next.wakeAtMs;
      const isSameButOlder = next?.wakeAtMs === sleeper.wakeAtMs && sleeper.order < next.order;
      if (isEarlier || isSameButOlder) next = sleeper;
    }
    return next;
  }

  #notifyWatchers(): void {
    for (const watcher of this.#watchers) {
      if (!watcher.isSatisfied()) continue;
      this.#watchers.delete(watcher);
      watcher.resolve();
    }
  }
}
