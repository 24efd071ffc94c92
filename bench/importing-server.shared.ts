import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createClient, routes } from '@buildbutler/contract';
import { ciBot } from '../packages/server/testkit/fake-jenkins/access.ts';

// BuildButler as it is published, in a process of its own that imports everything of one controller without waiting for
// any limit: `importing.ts` starts it with the controller's address, and is told what it took.
type Source = typeof import('../packages/server/src/app.ts') &
  typeof import('../packages/server/src/collector-thread.ts') &
  typeof import('../packages/server/src/limit-heap.ts') &
  typeof import('../packages/server/src/system-clock.ts');

const built = new URL('../packages/server/dist/src/', import.meta.url).href;
const load = async (name: string): Promise<Source> => (await import(`${built}${name}.js`)) as Source;

const { limitHeap } = await load('limit-heap');
limitHeap();
const { createApp } = await load('app');
const { CollectorThread } = await load('collector-thread');
const { systemClock } = await load('system-clock');

const [controllerUrl = ''] = process.argv.slice(2);
const noLimits = {
  requestsPerSecond: Number.POSITIVE_INFINITY,
  loadsPerSecond: Number.POSITIVE_INFINITY,
  mostInFlight: 6,
};
const quiet = () => undefined;
const log = { error: console.error, warn: quiet, info: quiet, debug: quiet };
const dataDir = mkdtempSync(join(tmpdir(), 'buildbutler-importing-'));
try {
  const app = await createApp(
    {
      ...{ version: '0.0.0-bench', dataDir, host: '127.0.0.1', port: 0, publicUrl: null, databaseUrl: null },
      ...{ secretKeyFile: null, firstAdministrator: null, syncIntervalMs: 30_000, trustedProxies: [] },
      ...{ addressRules: { isListeningOnLoopback: true, allow: [] }, logLevel: 'error', verifiesTlsByDefault: true },
    },
    {
      log,
      createCollector: (setup) =>
        new CollectorThread({ setup: { ...setup, limits: noLimits }, clock: systemClock, log, onProblem: quiet }),
    },
  );
  const local = createClient({ baseUrl: app.address ?? '', token: app.localToken });
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const body = { name: 'Large', url: controllerUrl, username: ciBot.name, token: ciBot.token, pace: 'fast' } as const;
  const { id } = await local.call(routes.createConnection, { body });
  await app.collector.idle();
  const { user, system } = process.cpuUsage(cpuBefore);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { builds } = await local.call(routes.getConnection, { params: { id } });
  await app.stop();
  process.send?.({
    ...{ kept: builds.known, seconds, cpuSeconds: (user + system) / 1e6 },
    // Kibibytes on every platform.
    peakMegabytes: (process.resourceUsage().maxRSS * 1_024) / 1e6,
    longestBlockMs: delays.max / 1e6,
  });
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
process.disconnect?.();
