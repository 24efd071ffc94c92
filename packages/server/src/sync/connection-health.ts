import type { Clock } from '../core/clock.ts';
import type { ConnectionProblem, ConnectionState } from '../core/connection.ts';
import { backOffMs, type Random } from './delays.ts';

/** Failures that only a person can end: repeating a refused password can lock an account. */
const needsPerson: ReadonlySet<ConnectionProblem['code']> = new Set(['unauthorized', 'forbidden', 'anonymous_session']);

export interface HealthOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly intervalMs: number;
}

/** Whether a connection may be asked anything, and what to show of it. */
export class ConnectionHealth {
  readonly #options: HealthOptions;
  #failures = 0;
  /** Null = well. Infinite = until a person acts. */
  #restsUntilMs: number | null;

  constructor(options: HealthOptions) {
    this.#options = options;
    this.#restsUntilMs = options.clock.nowMs();
  }

  /** True when everything may go on; otherwise only the heads may try, at `nextAttemptMs`. */
  get isWell(): boolean {
    return this.#restsUntilMs === null;
  }

  /** When the next try is due while it is not well; null = not before a person acts. */
  get nextAttemptMs(): number | null {
    return this.#restsUntilMs === Number.POSITIVE_INFINITY ? null : this.#restsUntilMs;
  }

  succeeded(warning: ConnectionProblem | null): Partial<ConnectionState> {
    const atMs = this.#options.clock.nowMs();
    this.#failures = 0;
    this.#restsUntilMs = null;
    const lastProblem = warning === null ? null : { ...warning, atMs };
    return { lastSuccessAtMs: atMs, lastProblem, consecutiveFailures: 0 };
  }

  failed(problem: ConnectionProblem): Partial<ConnectionState> {
    const { clock, intervalMs, random } = this.#options;
    const atMs = clock.nowMs();
    const isResting = this.#restsUntilMs !== null && this.#restsUntilMs > atMs;
    // Requests that were under way together fail together: that is one failure.
    if (isResting && !needsPerson.has(problem.code)) return {};
    this.#failures += 1;
    const restMs = backOffMs(problem, { failures: this.#failures, intervalMs, random });
    this.#restsUntilMs = needsPerson.has(problem.code) ? Number.POSITIVE_INFINITY : atMs + restMs;
    return {
      lastProblem: { ...problem, atMs },
      consecutiveFailures: this.#failures,
      nextAttemptAtMs: this.nextAttemptMs,
    };
  }

  /** A person wants it tried now. */
  tryNow(): void {
    if (this.#restsUntilMs !== null) this.#restsUntilMs = this.#options.clock.nowMs();
  }
}
