import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../packages/server/src/core/clock.ts';
import type { ConnectionSettings } from '../packages/server/src/core/connection.ts';
import { createController } from '../packages/server/src/jenkins/create-controller.ts';
import { buildFields } from '../packages/server/src/jenkins/trees.ts';
import { createCollectionStore } from '../packages/server/src/storage/create-collection-store.ts';
import { openStore, type Store } from '../packages/server/src/storage/open-store.ts';
import type { Collector } from '../packages/server/src/sync/collector.ts';
import { createCollector } from '../packages/server/src/sync/create-collector.ts';
import { systemClock } from '../packages/server/src/system-clock.ts';
import { ciBot } from '../packages/server/testkit/fake-jenkins/access.ts';
import { type FakeJenkins, startFakeJenkins } from '../packages/server/testkit/fake-jenkins/start-fake-jenkins.ts';
import { World } from '../packages/server/testkit/fake-jenkins/world.ts';

// What collecting costs a controller: BuildButler's first import beside two ways that are in use elsewhere, replayed
// request by request, and the poll of 5,000 idle jobs. Nobody waits for limits here: seconds are those of the work.
const jobCount = Number(process.env.BENCH_JOBS ?? 200);
const buildsPerJob = Number(process.env.BENCH_BUILDS_PER_JOB ?? 100);
const hourMs = 3_600_000;
/** Older than the builds whose stages, tests and logs are fetched without being asked for: those are another bill. */
const newestAgoMs = 20 * 24 * hourMs;
const noLimits = {
  requestsPerSecond: Number.POSITIVE_INFINITY,
  loadsPerSecond: Number.POSITIVE_INFINITY,
  mostInFlight: 6,
};

function inventWorld(jobs: number, builds: number): World {
  const world = new World();
  const now = world.nowMs();
  for (let index = 0; index < jobs; index += 1) {
    const kind = index % 3 === 2 ? 'freestyle' : 'pipeline';
    const job = world.addJob(`team ${Math.floor(index / 25)}/service ${index}`, { kind });
    world.addHistory(job, builds, (number) => ({
      startedAtMs: now - newestAgoMs - (builds - number + 1) * hourMs,
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

const authorization = `Basic ${Buffer.from(`${ciBot.name}:${ciBot.token}`).toString('base64')}`;

async function ask<T>(fake: FakeJenkins, path: string, tree: string): Promise<T> {
  const answer = await fetch(`${fake.url}${path}/api/json?tree=${encodeURIComponent(tree)}`, {
    headers: { authorization },
  });
  return (await answer.json()) as T;
}

/** Runs at most six at a time, as the collector does. */
async function sixAtATime<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (const item of left) await work(item);
    }),
  );
}

interface Numbered {
  readonly number: number;
}

async function hasBuild(fake: FakeJenkins, path: string, number: number): Promise<boolean> {
  return (await ask<Numbered>(fake, `${path}/${number}`, buildFields)).number === number;
}

async function jobPaths(fake: FakeJenkins): Promise<string[]> {
  const { jobs } = await ask<{ jobs: { name: string; jobs: { name: string }[] }[] }>(fake, '', 'jobs[name,jobs[name]]');
  return jobs.flatMap((folder) =>
    folder.jobs.map(({ name }) => `/job/${encodeURIComponent(folder.name)}/job/${encodeURIComponent(name)}`),
  );
}

/** The list of a job's builds, then one request for each of them. */
async function oneRequestPerBuild(fake: FakeJenkins): Promise<number> {
  let kept = 0;
  await sixAtATime(await jobPaths(fake), async (path) => {
    const { builds } = await ask<{ builds: Numbered[] }>(fake, path, 'builds[number]');
    for (const { number } of builds) if (await hasBuild(fake, path, number)) kept += 1;
  });
  return kept;
}

/** `allBuilds` in pages of 100, then one request for each build, as Apache DevLake does. */
async function pagesOfAllBuilds(fake: FakeJenkins): Promise<number> {
  let kept = 0;
  await sixAtATime(await jobPaths(fake), async (path) => {
    for (let from = 0; ; from += 100) {
      const tree = `allBuilds[number,timestamp,result,duration]{${from},${from + 100}}`;
      const { allBuilds } = await ask<{ allBuilds: Numbered[] }>(fake, path, tree);
      for (const { number } of allBuilds) if (await hasBuild(fake, path, number)) kept += 1;
      if (allBuilds.length < 100) break;
    }
  });
  return kept;
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

const columns = ['requests', 'loads', 'touches', 'MB sent', 'seconds', 'kept', '× requests'];

function row(name: string, cost: Cost, { builds, unit }: { builds: number; unit: Cost }): string {
  const per = (value: number) => (value * 1_000) / builds;
  const figures = [
    per(cost.requests).toFixed(1),
    per(cost.coldLoads).toFixed(0),
    per(cost.touches).toFixed(0),
    per(cost.megabytes).toFixed(3),
    per(cost.seconds).toFixed(2),
    per(cost.kept).toFixed(0),
    (cost.requests / unit.requests).toFixed(0),
  ];
  return `${name.padEnd(44)}${figures.map((figure) => figure.padStart(12)).join('')}`;
}

async function compareImports(): Promise<void> {
  const fake = await startFakeJenkins({ world: inventWorld(jobCount, buildsPerJob) });
  try {
    const builds = jobCount * buildsPerJob;
    const unit = await withStore((store) => importInto(store, fake));
    const largest = Math.max(...fake.stats.requests.map(({ plainBytes }) => plainBytes));
    console.log(`first import of ${jobCount} jobs with ${buildsPerJob} builds each; per 1,000 builds`);
    console.log(`${''.padEnd(44)}${columns.map((column) => column.padStart(12)).join('')}`);
    console.log(row('BuildButler, stored and rolled up', unit, { builds, unit }));
    console.log(
      row('one request per build (replay)', await measure(fake, () => oneRequestPerBuild(fake)), { builds, unit }),
    );
    console.log(
      row('allBuilds pages of 100 + each (replay)', await measure(fake, () => pagesOfAllBuilds(fake)), {
        builds,
        unit,
      }),
    );
    console.log(`largest answer to BuildButler: ${(largest / 1e6).toFixed(2)} MB plain`);
    if (unit.kept !== builds || (unit.requests * 1_000) / builds > 20) process.exitCode = 1;
  } finally {
    await fake.close();
  }
}

async function pollIdle(): Promise<void> {
  const jobs = 5_000;
  const fake = await startFakeJenkins({ world: inventWorld(jobs, 1) });
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

await compareImports();
await pollIdle();
