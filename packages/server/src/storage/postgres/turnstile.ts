import { StoreProblem } from '../storage-problem.ts';

interface Waiting {
  readonly resolve: () => void;
  readonly timer: NodeJS.Timeout | null;
}

/** Lets so many in at a time, in the order in which they came. */
export class Turnstile {
  readonly #patienceMs: number | null;
  readonly #waiting = new Set<Waiting>();
  #free: number;

  /** `patienceMs` null = everybody waits as long as it takes. */
  constructor(places: number, patienceMs: number | null) {
    this.#free = places;
    this.#patienceMs = patienceMs;
  }

  /** Resolves with a place, to be left again. Throws `unavailable` when none was free in time. */
  enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.#waiting.delete(waiting);
        reject(
          new StoreProblem('The store is busy: all connections to the database have been in use for too long.', null),
        );
      };
      const timer = this.#patienceMs === null ? null : setTimeout(giveUp, this.#patienceMs);
      const waiting: Waiting = { resolve, timer };
      this.#waiting.add(waiting);
    });
  }

  leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    if (next.timer !== null) clearTimeout(next.timer);
    next.resolve();
  }
}
