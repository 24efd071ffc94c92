import type { Clock } from '../core/clock.ts';
import type { ConnectionSettings } from '../core/connection.ts';
import type { Controller } from '../jenkins/controller.ts';
import type { CollectionStore } from '../storage/collection.ts';
import type { Collector } from './collector.ts';
import type { Random } from './delays.ts';
import { FollowUpLoop } from './follow-up-loop.ts';
import { Runner } from './runner.ts';

export interface CollectorOptions {
  readonly store: CollectionStore;
  readonly clock: Clock;
  readonly createController: (connection: ConnectionSettings) => Controller;
  /** For connections without an interval of their own. */
  readonly defaultSyncIntervalMs: number;
  /** Spreads the loops; the usual one by default. */
  readonly random?: Random;
  /** The engine itself failed: a bug, for the log. `connectionId` null = in the roll-ups. */
  readonly onDefect?: (connectionId: number | null, error: unknown) => void;
}

function isSame(left: ConnectionSettings, right: ConnectionSettings): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function reachesFurther(after: ConnectionSettings, before: ConnectionSettings | undefined): boolean {
  if (before === undefined) return false;
  return after.historyDays > before.historyDays || after.historyBuilds > before.historyBuilds;
}

/** The engine: one runner for each connection, independent of the others, and the roll-ups and categories of what they store. */
export function createCollector(options: CollectorOptions): Collector {
  const { clock, createController, defaultSyncIntervalMs, random = Math.random } = options;
  const onDefect = options.onDefect ?? (() => undefined);
  const inCommon = { clock, onDefect: (error: unknown) => onDefect(null, error) };
  const rollUps = new FollowUpLoop({ ...inCommon, work: (most) => options.store.rollUpDirty(most) });
  const failures = new FollowUpLoop({
    ...inCommon,
    work: (most) => options.store.classifyFailures(most, clock.nowMs()),
  });
  const store: CollectionStore = {
    ...options.store,
    async recordStep(step) {
      const ids = await options.store.recordStep(step);
      // A look at queue and agents tells nothing of builds.
      const parts = [step.builds, step.deep ?? [], step.vanishedBuilds, step.jobChanges];
      if (parts.some((part) => part.length > 0)) failures.poke();
      // Reports come after their builds: which tests are flaky follows from them.
      if ((step.deep ?? []).length > 0) rollUps.poke();
      return ids;
    },
  };
  const runners = new Map<number, Runner>();
  let isStopped = false;
  let configuring: Promise<void> = Promise.resolve();

  function start(connection: ConnectionSettings, before: ConnectionSettings | undefined): void {
    const runner = new Runner({
      ...{ connection, store, clock, random, createController, defaultSyncIntervalMs, onDefect },
      shouldReopenHistory: reachesFurther(connection, before),
      onBuilds: () => rollUps.poke(),
    });
    runners.set(connection.id, runner);
  }

  async function replace(runner: Runner, connection: ConnectionSettings | undefined): Promise<void> {
    const before = runner.connection;
    await runner.stop();
    runners.delete(before.id);
    if (connection !== undefined && !isStopped) start(connection, before);
  }

  async function configure(connections: readonly ConnectionSettings[]): Promise<void> {
    if (isStopped) return;
    const wanted = new Map(connections.map((connection) => [connection.id, connection]));
    const stopping: Promise<void>[] = [];
    for (const [id, runner] of runners) {
      const connection = wanted.get(id);
      if (connection === undefined || !isSame(connection, runner.connection))
        stopping.push(replace(runner, connection));
    }
    for (const connection of wanted.values()) if (!runners.has(connection.id)) start(connection, undefined);
    // An earlier run may have ended between storing and rolling up; rules may have changed.
    rollUps.poke();
    failures.poke();
    await Promise.all(stopping);
  }

  return {
    configure(connections) {
      const turn = configuring.then(() => configure(connections));
      configuring = turn.catch(() => undefined);
      return turn;
    },
    async nudge(connectionId) {
      runners.get(connectionId)?.nudge();
    },
    async hint(connectionId, hint) {
      runners.get(connectionId)?.hint(hint);
    },
    async idle() {
      for (;;) {
        const all = [...runners.values()];
        await Promise.all(all.map((runner) => runner.whenQuiet()));
        await Promise.all([rollUps.flush(), failures.flush()]);
        if (isStopped || all.every((runner) => runner.isQuiet())) return;
      }
    },
    async stop() {
      isStopped = true;
      await Promise.all([...[...runners.values()].map((runner) => runner.stop()), rollUps.stop(), failures.stop()]);
      runners.clear();
    },
  };
}
