import type { Clock } from './core/clock.ts';
import type { Controller } from './jenkins/controller.ts';

const restsMs = 60_000;

export interface ControllerShelfOptions<Access> {
  readonly open: (access: Access) => Controller;
  readonly clock: Clock;
}

/** A controller for as long as one needs it. */
export interface Lease {
  readonly controller: Controller;
  /** Gives it back; a second time is without effect. */
  release(): void;
  /** The next one gets a new controller: this one has shut itself. */
  forget(): void;
}

interface Kept {
  readonly controller: Controller;
  users: number;
  /** Aborted when somebody takes it again, or all are closed. */
  rest: AbortController | null;
}

/**
 * One controller for everybody who asks the same Jenkins with the same credentials, so that its limiter and its circuit
 * breaker count for all of them together; closed after a minute without users.
 */
export class ControllerShelf<Access> {
  readonly #options: ControllerShelfOptions<Access>;
  readonly #kept = new Map<string, Kept>();

  constructor(options: ControllerShelfOptions<Access>) {
    this.#options = options;
  }

  take(access: Access): Lease {
    const key = JSON.stringify(access);
    const kept = this.#kept.get(key) ?? { controller: this.#options.open(access), users: 0, rest: null };
    this.#kept.set(key, kept);
    kept.users += 1;
    kept.rest?.abort();
    let isHeld = true;
    return {
      controller: kept.controller,
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        kept.users -= 1;
        if (kept.users === 0) void this.#rest(key, kept);
      },
      forget: () => {
        if (this.#kept.get(key) === kept) this.#kept.delete(key);
      },
    };
  }

  async close(): Promise<void> {
    const all = [...this.#kept.values()];
    this.#kept.clear();
    for (const { rest } of all) rest?.abort();
    await Promise.all(all.map(({ controller }) => controller.close()));
  }

  async #rest(key: string, kept: Kept): Promise<void> {
    const rest = new AbortController();
    kept.rest = rest;
    if (this.#kept.get(key) === kept) await this.#options.clock.sleep(restsMs, rest.signal);
    if (rest.signal.aborted) return;
    if (this.#kept.get(key) === kept) this.#kept.delete(key);
    await kept.controller.close();
  }
}
