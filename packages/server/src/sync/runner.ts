import { AppError } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import type { ConnectionProblem, ConnectionSettings } from '../core/connection.ts';
import { connectionProblem } from '../jenkins/connection-problem.ts';
import type { Controller } from '../jenkins/controller.ts';
import type { CollectionStore } from '../storage/collection.ts';
import type { CollectorHint } from './collector.ts';
import { jittered, type Random } from './delays.ts';
import { RunnerSession } from './runner-session.ts';

const leastIntervalMs = 1_000;
const firstDefectPauseMs = 5_000;
const mostDefectPauseMs = 600_000;

export interface RunnerOptions {
  readonly connection: ConnectionSettings;
  readonly defaultSyncIntervalMs: number;
  readonly store: CollectionStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly createController: (connection: ConnectionSettings) => Controller;
  readonly shouldReopenHistory: boolean;
  readonly onBuilds: () => void;
  /** The engine itself failed: a bug. The runner begins anew by itself. */
  readonly onDefect: (connectionId: number, error: unknown) => void;
}

/** Collects from one connection, whatever happens to it or to the others. */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;
  #session: RunnerSession | null = null;
  /** Ends the session under way, so that the next one begins with a clean slate. */
  #renewal = new AbortController();
  #isResting = false;
  #defects = 0;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#ended = this.#live();
  }

  get connection(): ConnectionSettings {
    return this.#options.connection;
  }

  /** Begins a pass at once; forgets pauses between attempts and an open circuit breaker. */
  nudge(): void {
    if (this.#options.connection.isPaused) return;
    if (this.#session?.isWell === true) this.#session.pollNow();
    else this.#renewal.abort();
  }

  /** Looks into what is said to have happened; forgotten while nothing is collected. */
  hint(hint: CollectorHint): void {
    this.#session?.hint(hint);
  }

  isQuiet(): boolean {
    if (this.#stopping.signal.aborted) return true;
    if (this.#renewal.signal.aborted) return false;
    return this.#isResting || (this.#session?.isQuiet() ?? false);
  }

  async whenQuiet(): Promise<void> {
    while (!this.isQuiet()) {
      await this.#session?.whenQuiet();
      // Between two sessions there is nothing to wait for but the next turn.
      if (!this.isQuiet()) await this.#options.clock.sleep(0);
    }
  }

  /** Resolves when nothing of it runs any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async #live(): Promise<void> {
    const { connection } = this.#options;
    let shouldReopenHistory = this.#options.shouldReopenHistory;
    while (!this.#stopping.signal.aborted) {
      this.#renewal = new AbortController();
      try {
        if (connection.isPaused) await this.#rest(null);
        else if (connection.token === null) await this.#rest(connectionProblem('secret_unreadable'));
        else await this.#runSession(shouldReopenHistory);
        shouldReopenHistory = false;
      } catch (error) {
        await this.#recover(error);
      }
    }
  }

  #signal(): AbortSignal {
    return AbortSignal.any([this.#stopping.signal, this.#renewal.signal]);
  }

  async #runSession(shouldReopenHistory: boolean): Promise<void> {
    const { connection, store, clock, random, onBuilds, createController, defaultSyncIntervalMs } = this.#options;
    const controller = createController(connection);
    const intervalMs = Math.max(leastIntervalMs, connection.syncIntervalMs ?? defaultSyncIntervalMs);
    const signal = this.#signal();
    try {
      const session = new RunnerSession({
        ...{ connection, store, clock, random, onBuilds, controller, intervalMs, signal, shouldReopenHistory },
      });
      this.#session = session;
      await session.run();
      this.#defects = 0;
    } finally {
      this.#session = null;
      await controller.close();
    }
  }

  /** Nothing is asked until a person acts. */
  async #rest(problem: ConnectionProblem | null): Promise<void> {
    const { clock } = this.#options;
    const lastProblem = problem === null ? {} : { lastProblem: { ...problem, atMs: clock.nowMs() } };
    await this.#storeState({ ...lastProblem, nextAttemptAtMs: null, requestsPerMinute: 0 });
    this.#isResting = true;
    const signal = this.#signal();
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    this.#isResting = false;
  }

  async #recover(error: unknown): Promise<void> {
    const { clock, connection, onDefect, random } = this.#options;
    // The disk refused until the runner was stopped: no defect, and nothing that could be stored about it.
    if (error instanceof AppError && this.#stopping.signal.aborted) return;
    onDefect(connection.id, error);
    const pauseMs = jittered(Math.min(mostDefectPauseMs, firstDefectPauseMs * 2 ** this.#defects), random);
    this.#defects += 1;
    const lastProblem = { ...connectionProblem('internal'), atMs: clock.nowMs() };
    const state = { lastProblem, consecutiveFailures: this.#defects, nextAttemptAtMs: clock.nowMs() + pauseMs };
    await this.#storeState(state).catch(() => undefined);
    this.#isResting = true;
    await clock.sleep(pauseMs, this.#signal());
    this.#isResting = false;
  }

  async #storeState(state: Parameters<CollectionStore['recordStep']>[0]['state']): Promise<void> {
    const { clock, connection, store } = this.#options;
    const nothing = { newJobs: [], jobChanges: [], builds: [], vanishedBuilds: [] };
    await store.recordStep({ ...nothing, connectionId: connection.id, atMs: clock.nowMs(), state });
  }
}
