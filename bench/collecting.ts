import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../packages/server/src/core/clock.ts';
import type { ConnectionSettings } from '../packages/server/src/core/connection.ts';
import { createController } from '../packages/server/src/jenkins/create-controller.ts';
import { createCollectionStore } from '../packages/server/src/storage/create-collection-store.ts';
import { openStore, type Store } from '../packages/server/src/storage/open-store.ts';
import type { Collector } from '../packages/server/src/sync/collector.ts';
import { createCollector } from '../packages/server/src/sync/create-collector.ts';
import { systemClock } from '../packages/server/src/system-clock.ts';
import { ciBot } from '../packages/server/testkit/fake-jenkins/access.ts';
import { type FakeJenkins, startFakeJenkins } from '../packages/server/testkit/fake-jenkins/start-fake-jenkins.ts';
import { makeStage } from '../packages/server/testkit/fake-jenkins/truth/stage.ts';
import { World } from '../packages/server/testkit/fake-jenkins/world.ts';
import { type Replay, replays } from './replays.shared.ts';

// What collecting costs a controller: BuildButler's first import beside the ways of others, replayed request by request,
// first without stages, then with them; and the poll of 5,000 idle jobs. Every answer takes the same time to come. Nobody
// waits for limits here: seconds are those of the work.
const jobCount = Number(process.env.BENCH_JOBS ?? 200);
const buildsPerJob = Number(process.env.BENCH_BUILDS_PER_JOB ?? 100);
/** Added to every answer. */
const latencyMs = Number(process.env.BENCH_LATENCY_MS ?? 10);
const hourMs = 3_600_000;
/** Older than the builds whose stages, tests and logs are fetched without being asked for: those are another bill. */
const newestAgoMs = 20 * 24 * hourMs;
const noLimits = {
  requestsPerSecond: Number.POSITIVE_INFINITY,
  loadsPerSecond: Number.POSITIVE_INFINITY,
  mostInFlight: 6,
};

interface Extent {
  readonly jobs: number;
  readonly builds: number;
  /** How long ago the newest build was. */
  readonly agoMs: number;
}

function stagesFrom(startedAtMs: number) {
  return ['Checkout', 'Build', 'Test', 'Deploy'].map((name, index) =>
    makeStage({ id: String(4 + 2 * index), name, startedAtMs: startedAtMs + index * 10_000, durationMs: 9_000 }),
  );
}

function inventWorld({ agoMs, builds, jobs }: Extent): World {
  const world = new World();
  const now = world.nowMs();
  for (let index = 0; index < jobs; index += 1) {
    const kind = index % 3 === 2 ? 'freestyle' : 'pipeline';
    const job = world.addJob(`team ${Math.floor(index / 25)}/service ${index}`, { kind });
    world.addHistory(job, builds, (number) => ({
      startedAtMs: now - agoMs - (builds - number + 1) * hourMs,
      stages: kind === 'pipeline' ? stagesFrom(now - agoMs - (builds - number + 1) * hourMs) : [],
      durationMs: 60_000 + ((number * 7_919) % 600_000),
      result: number % 7 === 0 ? 'FAILURE' : 'SUCCESS',
      causes: [{ type: 'scm' }],
      revisions: [{ sha1: number.toString(16).padStart(40, '0'), branch: 'main', remoteUrl: 'https://git.example/x' }],
      testCounts: number % 4 === 0 ? { total: 80, failed: number % 7 === 0 ? 2 : 0, skipped: 1 } : null,
    }));
  }
  return world;
}

function settingsFor(baseUrl: string): ConnectionSettings {
  return {
    id: 1,
    name: 'Bench',
    baseUrl,
    username: ciBot.name,
    token: ciBot.token,
    tlsMode: 'default',
    caCertificate: null,
    syncIntervalMs: 30_000,
    historyDays: 90,
    historyBuilds: 5_000,
    includeJobs: [],
    excludeJobs: [],
    pace: 'normal',
    isPaused: false,
  };
}

function collectorOn(store: Store, clock: Clock): Collector {
  return createCollector({
    store: createCollectionStore(store),
    clock,
    createController: (connection) =>
      createController({
        connection,
        addressRules: { isListeningOnLoopback: true, allow: [] },
        verifiesTlsByDefault: true,
        userAgent: 'BuildButler/bench',
        clock,
        limits: noLimits,
      }),
    defaultSyncIntervalMs: 30_000,
    onDefect: (_id, error) => {
      throw error;
    },
  });
}

interface Cost {
  readonly requests: number;
  readonly coldLoads: number;
  readonly touches: number;
  readonly megabytes: number;
  readonly seconds: number;
  readonly kept: number;
}

async function measure(fake: FakeJenkins, work: () => Promise<number>): Promise<Cost> {
  fake.stats.records.evict();
  fake.stats.reset();
  const before = performance.now();
  const kept = await work();
  const { cold, warm } = fake.stats.loads;
  return {
    requests: fake.stats.total,
    coldLoads: cold,
    touches: cold + warm,
    megabytes: fake.stats.sentBytes / 1e6,
    seconds: (performance.now() - before) / 1_000,
    kept,
  };
}

async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'buildbutler-bench-'));
  const store = openStore({ path: join(folder, 'store.db'), role: 'collector' });
  try {
    return await work(store);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function countBuilds(store: Store): Promise<number> {
  const query = store.db.selectFrom('build').select((e) => e.fn.countAll<number>().as('count'));
  return (await query.executeTakeFirstOrThrow()).count;
}

function importInto(store: Store, fake: FakeJenkins): Promise<Cost> {
  return measure(fake, async () => {
    const collector = collectorOn(store, systemClock);
    await collector.configure([settingsFor(fake.url)]);
    await collector.idle();
    await collector.stop();
    return countBuilds(store);
  });
}

const columns = ['requests', 'loads', 'touches', 'MB sent', 'seconds', 'kept', 'of', '× requests'];

function row(name: string, cost: Cost, { builds, unit }: { builds: number; unit: Cost }): string {
  const figures = [
    cost.requests.toFixed(0),
    cost.coldLoads.toFixed(0),
    cost.touches.toFixed(0),
    cost.megabytes.toFixed(2),
    cost.seconds.toFixed(2),
    cost.kept.toFixed(0),
    builds.toFixed(0),
    (cost.requests / unit.requests).toFixed(1),
  ];
  return `${name.padEnd(52)}${figures.map((figure) => figure.padStart(11)).join('')}`;
}

/** Collects the same world once in every way, each time from a controller that has nothing in memory. */
async function compare(title: string, extent: Extent, isWanted: (replay: Replay) => boolean): Promise<void> {
  const fake = await startFakeJenkins({ world: inventWorld(extent), latencyMs });
  try {
    const builds = extent.jobs * extent.builds;
    const unit = await withStore((store) => importInto(store, fake));
    const largest = Math.max(...fake.stats.requests.map(({ plainBytes }) => plainBytes));
    console.log(`\n${title}: ${extent.jobs} jobs with ${extent.builds} builds each, ${latencyMs} ms per answer`);
    console.log(`${''.padEnd(52)}${columns.map((column) => column.padStart(11)).join('')}`);
    console.log(row('BuildButler, stored and rolled up', unit, { builds, unit }));
    for (const replay of replays.filter(isWanted)) {
      console.log(row(replay.name, await measure(fake, () => replay.run(fake)), { builds, unit }));
    }
    console.log(`largest answer to BuildButler: ${(largest / 1e6).toFixed(2)} MB plain`);
    if (unit.kept !== builds) process.exitCode = 1;
    // Stages, tests and logs cost requests of their own.
    if (extent.agoMs >= newestAgoMs && (unit.requests * 1_000) / builds > 20) process.exitCode = 1;
  } finally {
    await fake.close();
  }
}

async function pollIdle(): Promise<void> {
  const jobs = 5_000;
  const fake = await startFakeJenkins({ world: inventWorld({ jobs, builds: 1, agoMs: newestAgoMs }) });
  try {
    await withStore(async (store) => {
      const collector = collectorOn(store, systemClock);
      const paint = await measure(fake, async () => {
        await collector.configure([settingsFor(fake.url)]);
        await collector.idle();
        return countBuilds(store);
      });
      const poll = await measure(fake, async () => {
        await collector.nudge(1);
        await collector.idle();
        return 0;
      });
      await collector.stop();
      const memoryMb = process.memoryUsage().rss / 1e6;
      console.log(`\n${jobs} jobs: every last result after ${paint.requests} requests, ${paint.seconds.toFixed(1)} s`);
      console.log(
        `one idle poll: ${poll.requests} request(s), ${poll.touches} loads, ${(poll.megabytes * 1_000).toFixed(0)} KB sent, ${(poll.seconds * 1_000).toFixed(0)} ms (executors and queue: 2 more, every 10 s)`,
      );
      console.log(`process with fake and collector: ${memoryMb.toFixed(0)} MB`);
      if (paint.requests > 30 || poll.requests > 3 || poll.touches > 0) process.exitCode = 1;
    });
  } finally {
    await fake.close();
  }
}

await compare(
  'records of builds',
  { jobs: jobCount, builds: buildsPerJob, agoMs: newestAgoMs },
  ({ hasStages }) => !hasStages,
);
await compare(
  'with stages (BuildButler: tests, changes and logs too)',
  { jobs: Math.ceil(jobCount / 4), builds: buildsPerJob, agoMs: 0 },
  ({ hasStages }) => hasStages,
);
await pollIdle();
