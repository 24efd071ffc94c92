import { parentPort, workerData } from 'node:worker_threads';
import type { CollectorCommand, CollectorReport, CollectorRequest, CollectorSetup } from './collector-messages.ts';
import { AppError } from './core/app-error.ts';
import { createController } from './jenkins/create-controller.ts';
import type { CollectionStore } from './storage/collection.ts';
import { createCollectionStore } from './storage/create-collection-store.ts';
import { openStore } from './storage/open-store.ts';
import type { Collector } from './sync/collector.ts';
import { createCollector } from './sync/create-collector.ts';
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
    case 'idle':
      return collector.idle();
    case 'stop':
      return collector.stop();
  }
}

function start(setup: CollectorSetup, report: Report): (request: CollectorRequest) => Promise<void> {
  const { addressRules, storePath, syncIntervalMs, userAgent, verifiesTlsByDefault } = setup;
  const store = openStore({ path: storePath, role: 'collector' });
  const collector = createCollector({
    store: reportingStore(createCollectionStore(store), report),
    clock: systemClock,
    createController: (connection) =>
      createController({ connection, addressRules, verifiesTlsByDefault, userAgent, clock: systemClock }),
    defaultSyncIntervalMs: syncIntervalMs,
    onDefect(connectionId, thrown) {
      const { message, stack = '' } = thrown instanceof Error ? thrown : new Error(String(thrown));
      report({ kind: 'defect', connectionId, error: message, stack });
    },
  });
  return async ({ command, id }) => {
    let error: string | null = null;
    try {
      await obey(collector, command);
      if (command.kind === 'stop') await store.close();
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
