import { openStore } from '../../src/storage/open-store.ts';
import { systemClock } from '../../src/system-clock.ts';
import { collectorOn, settingsFor } from './collector-on.ts';

// A process of its own that collects from a controller until nothing is left to fetch, unless it is killed before.
const [path = '', baseUrl = ''] = process.argv.slice(2);
const store = openStore({ path, role: 'collector' });
const defects: unknown[] = [];
const collector = collectorOn(store, systemClock, { defects });
await collector.configure([settingsFor(baseUrl)]);
await collector.idle();
await collector.stop();
await store.close();
for (const defect of defects) console.error(defect);
process.exitCode = defects.length === 0 ? 0 : 1;
