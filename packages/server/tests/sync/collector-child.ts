import { DatabaseLeases } from '../../src/storage/leases/database-leases.ts';
import { StepGuard } from '../../src/storage/leases/step-guard.ts';
import { openStore, type StorePlace } from '../../src/storage/open-store.ts';
import { databaseNowMs } from '../../src/storage/postgres/database-clock.ts';
import type { Collector } from '../../src/sync/collector.ts';
import { SharedCollector } from '../../src/sync/shared-collector.ts';
import { systemClock } from '../../src/system-clock.ts';
import { collectorOn, settingsFor } from './collector-on.ts';

interface Task {
  readonly place: StorePlace;
  readonly baseUrl: string;
  readonly holder: string;
  /** The process before this one. */
  readonly predecessor: string;
}

// A process of its own that collects from a controller until nothing is left to fetch, unless it is killed before.
const { baseUrl, holder, place, predecessor } = JSON.parse(process.argv[2] ?? '{}') as Task;
const store = openStore({ ...place, role: 'collector' });
const defects: unknown[] = [];

function share(): Collector {
  const guard = new StepGuard(holder);
  return new SharedCollector({
    collector: collectorOn(store, systemClock, { defects, guard }),
    leases: new DatabaseLeases({ store, holder, predecessor, nowMs: databaseNowMs }),
    guard,
    clock: systemClock,
    onDefect: (error) => defects.push(error),
  });
}

const collector = 'path' in place ? collectorOn(store, systemClock, { defects }) : share();
await collector.configure([settingsFor(baseUrl)]);
await collector.idle();
await collector.stop();
await store.close();
for (const defect of defects) console.error(defect);
process.exitCode = defects.length === 0 ? 0 : 1;
