import { parentPort, workerData } from 'node:worker_threads';
import type { CollectorCommand, CollectorReport, CollectorRequest, CollectorSetup } from './collector-messages.ts';
import { AppError } from './core/app-error.ts';
import { createController } from './jenkins/create-controller.ts';
import type { CollectionStore } from './storage/collection.ts';
import { createCollectionStore } from './storage/create-collection-store.ts';
import { DatabaseLeases } from './storage/leases/database-leases.ts';
import { LeaseLost, StepGuard } from './storage/leases/step-guard.ts';
import { openStore, type StorePlace } from './storage/open-store.ts';
import { databaseNowMs } from './storage/postgres/database-clock.ts';
import type { Collector } from './sync/collector.ts';
import { createCollector } from './sync/create-collector.ts';
import { SharedCollector } from './sync/shared-collector.ts';
import { systemClock } from './system-clock.ts';

type Report = (report: CollectorReport) => void;

/** Tells the main thread when the disk begins to refuse what is collected, and when it takes it again. */
function reportingStore(store: CollectionStore, report: Report): CollectionStore {
  let last: string | null = null;
  const tell = (problem: string | null) => {
    if (problem === last) return;
    last = problem;
    report({ kind: 'storage', problem });
  };
  return {
    ...store,
    async recordStep(step) {
      try {
        const ids = await store.recordStep(step);
        tell(null);
        return ids;
      } catch (error) {
        if (error instanceof AppError && error.code === 'unavailable') tell(error.message);
        throw error;
      }
    },
  };
}

function obey(collector: Collector, command: CollectorCommand): Promise<void> {
  switch (command.kind) {
    case 'configure':
      return collector.configure(command.connections);
    case 'nudge':
      return collector.nudge(command.connectionId);
    case 'hint':
      return collector.hint(command.connectionId, command.hint);
    case 'idle':
      return collector.idle();
    case 'stop':
      return collector.stop();
  }
}

/** What it takes to share the connections with other processes on one database. */
function openSharing(place: StorePlace, { holder, predecessor }: CollectorSetup) {
  // Connections of its own: leases must be renewed however long the steps of a collection queue for theirs.
  const store = openStore({ ...place, role: 'leases' });
  const leases = new DatabaseLeases({ store, holder, predecessor, nowMs: databaseNowMs });
  return { leases, guard: new StepGuard(holder), close: () => store.close() };
}

function start(setup: CollectorSetup, report: Report): (request: CollectorRequest) => Promise<void> {
  const { addressRules, limits, syncIntervalMs, userAgent, verifiesTlsByDefault } = setup;
  const store = openStore({ ...setup.store, role: 'collector' });
  const sharing = 'path' in setup.store ? null : openSharing(setup.store, setup);
  const onDefect = (connectionId: number | null, thrown: unknown) => {
    const { message, stack = '' } = thrown instanceof Error ? thrown : new Error(String(thrown));
    report({ kind: 'defect', connectionId, error: message, stack });
  };
  const own = createCollector({
    store: reportingStore(createCollectionStore(store, sharing?.guard), report),
    clock: systemClock,
    createController: (connection) =>
      createController({
        ...{ connection, addressRules, verifiesTlsByDefault, userAgent, clock: systemClock },
        ...(limits !== undefined && { limits }),
      }),
    defaultSyncIntervalMs: syncIntervalMs,
    onDefect(connectionId, thrown) {
      if (thrown instanceof LeaseLost && connectionId !== null) shared?.lost(connectionId);
      else onDefect(connectionId, thrown);
    },
  });
  const shared =
    sharing === null
      ? null
      : new SharedCollector({
          ...{ collector: own, leases: sharing.leases, guard: sharing.guard, clock: systemClock },
          onDefect: (thrown) => onDefect(null, thrown),
        });
  const collector = shared ?? own;
  return async ({ command, id }) => {
    let error: string | null = null;
    try {
      await obey(collector, command);
      if (command.kind === 'stop') await Promise.all([store.close(), sharing?.close()]);
    } catch (thrown) {
      error = thrown instanceof Error ? thrown.message : String(thrown);
    }
    report({ kind: 'answer', id, error });
  };
}

const port = parentPort;
if (port !== null) {
  const answer = start(workerData as CollectorSetup, (report) => port.postMessage(report));
  port.on('message', (request: CollectorRequest) => void answer(request));
}
