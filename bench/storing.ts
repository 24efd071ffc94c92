import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { buildKey } from '../packages/server/src/core/entity-id.ts';
import type { CollectionStore } from '../packages/server/src/storage/collection.ts';
import { createCollectionStore } from '../packages/server/src/storage/create-collection-store.ts';
import { openStore, type Store, type StorePlace } from '../packages/server/src/storage/open-store.ts';
import { FollowUpLoop } from '../packages/server/src/sync/follow-up-loop.ts';
import { systemClock } from '../packages/server/src/system-clock.ts';
import { startTestDatabases } from '../packages/server/tests/postgres/test-databases.ts';
import { deepOf, type Invented, importSteps, liveSteps, sequence } from './invented-builds.shared.ts';
import { PlainRows } from './plain-rows.shared.ts';

// How many builds a second the store takes, each with 4 stages and 10 tests: the builds in one step, what belongs to them
// in the next, and the collector's own roll-up loop beside it. BENCH_SECONDS (20) of each: live builds of many jobs at
// once, and an import job by job; into the embedded store and into PostgreSQL. `behind` is the longest that a stored build waited for its roll-up.
const seconds = Number(process.env.BENCH_SECONDS ?? 20);
const shape = { jobs: 2_000, perStep: 1_000 };
const emptyStep = { connectionId: 1, newJobs: [], jobChanges: [], builds: [], vanishedBuilds: [], state: {} };

interface Taken {
  readonly builds: number;
  readonly seconds: number;
  /** Of the processor: what counts where others use the machine too. */
  readonly cpuSeconds: number;
}

/** Takes steps for the time of the bench. */
async function take(steps: Iterable<Invented[]>, store: (step: readonly Invented[]) => unknown): Promise<Taken> {
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  let builds = 0;
  for (const step of steps) {
    await store(step);
    builds += step.length;
    // Steps come from the network: timers get their turn between them.
    await new Promise((resolve) => setImmediate(resolve));
    if (performance.now() - began > seconds * 1_000) break;
  }
  const { system, user } = process.cpuUsage(cpuBefore);
  return { builds, seconds: (performance.now() - began) / 1_000, cpuSeconds: (user + system) / 1e6 };
}

/** Some builds of each step stand for the others. */
const samplesPerStep = 5;

/** Measures how long builds wait for their roll-ups. */
class Lag {
  readonly #store: Store;
  readonly #collection: CollectionStore;
  readonly #waitingSince = new Map<number, number>();
  mostMs = 0;

  constructor(store: Store, collection: CollectionStore) {
    this.#store = store;
    this.#collection = collection;
  }

  stored(buildIds: readonly number[]): void {
    const every = Math.max(1, Math.floor(buildIds.length / samplesPerStep));
    for (let at = 0; at < buildIds.length; at += every) this.#waitingSince.set(buildIds[at] ?? 0, performance.now());
  }

  async rollUpDirty(most: number): Promise<number> {
    const left = await this.#collection.rollUpDirty(most);
    const rows = await this.#store.db
      .selectFrom('uncounted_build')
      .select('build_id')
      .where('build_id', 'in', [...this.#waitingSince.keys(), -1])
      .execute();
    const waiting = new Set(rows.map(({ build_id }) => build_id));
    for (const [id, since] of this.#waitingSince) {
      if (waiting.has(id)) continue;
      this.mostMs = Math.max(this.mostMs, performance.now() - since);
      this.#waitingSince.delete(id);
    }
    return left;
  }
}

interface TakenByUs extends Taken {
  readonly mostBehindMs: number;
  readonly bytes: number;
}

async function databaseSize(store: Store): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(store.db);
  return rows[0]?.bytes ?? 0;
}

async function takeOurs(place: StorePlace, steps: Iterable<Invented[]>): Promise<TakenByUs> {
  const store = openStore({ ...place, role: 'collector' });
  const collection = createCollectionStore(store);
  const lag = new Lag(store, collection);
  const inCommon = {
    clock: systemClock,
    onDefect: (error: unknown) => {
      throw error;
    },
  };
  const rollUps = new FollowUpLoop({ ...inCommon, work: (most) => lag.rollUpDirty(most) });
  const failures = new FollowUpLoop({ ...inCommon, work: (most) => collection.classifyFailures(most, Date.now()) });
  const newJobs = Array.from({ length: shape.jobs }, (_, index) => ({
    path: [`team-${index % 40}`, `service-${index}`],
    kind: 'pipeline' as const,
    incarnation: 1,
    nextBuildNumber: 1,
    isDisabled: false,
  }));
  const jobIds = await collection.recordStep({ ...emptyStep, atMs: Date.now(), newJobs });
  const random = sequence(3);
  const taken = await take(steps, async (step) => {
    const jobIdOf = (job: number) => jobIds[job] ?? 0;
    const builds = step.map(({ job, build }) => ({ jobId: jobIdOf(job), build }));
    await collection.recordStep({ ...emptyStep, atMs: Date.now(), builds });
    lag.stored(builds.map(({ build, jobId }) => buildKey(jobId, build.number)));
    rollUps.poke();
    failures.poke();
    const deep = step.flatMap((entry) => deepOf(jobIdOf(entry.job), entry, random));
    await collection.recordStep({ ...emptyStep, atMs: Date.now(), deep });
  });
  await rollUps.flush();
  await failures.flush();
  await Promise.all([rollUps.stop(), failures.stop()]);
  const databaseBytes = 'path' in place ? 0 : await databaseSize(store);
  await store.close();
  const bytes = 'path' in place ? statSync(place.path).size : databaseBytes;
  return { ...taken, mostBehindMs: lag.mostMs, bytes };
}

async function takePlain(path: string, steps: Iterable<Invented[]>): Promise<Taken> {
  const rows = new PlainRows(path);
  const taken = await take(steps, (step) => rows.write(step));
  rows.close();
  return taken;
}

const columns = ['builds/s', 'plain', 'ratio', 'per CPU s', 'plain', 'ratio', 'behind s', 'B/build', 'plain'];
const show = (label: string, cells: readonly string[]) =>
  console.log(label.padEnd(32) + cells.map((cell) => cell.padStart(11)).join(''));

function showTaken(label: string, ours: TakenByUs, plain: Taken & { readonly bytes: number }): void {
  const perSecond = [ours, plain].map((taken) => taken.builds / taken.seconds) as [number, number];
  const perCpu = [ours, plain].map((taken) => taken.builds / taken.cpuSeconds) as [number, number];
  const ratio = ([one, other]: [number, number]) => (one / other).toFixed(2);
  show(label, [
    ...perSecond.map((value) => value.toFixed(0)),
    ratio(perSecond),
    ...perCpu.map((value) => value.toFixed(0)),
    ratio(perCpu),
    (ours.mostBehindMs / 1_000).toFixed(1),
    ...[ours, plain].map(({ bytes, builds }) => (bytes / builds).toFixed(0)),
  ]);
}

const folder = mkdtempSync(join(tmpdir(), 'buildbutler-storing-'));
// The server of the tests: what it writes need not survive. Its own time does not count in "per CPU s".
const databases = await startTestDatabases();
try {
  console.log(`${seconds} s each; 4 stages and 10 tests a build; ratios are against plain rows of the same run`);
  show('', columns);
  for (const [label, steps] of [
    ['live, many jobs', liveSteps],
    ['import, job by job', importSteps],
  ] as const) {
    const path = join(folder, `${label}-plain.db`);
    const plain = { ...(await takePlain(path, steps(shape))), bytes: statSync(path).size };
    showTaken(label, await takeOurs({ path: join(folder, `${label}.db`) }, steps(shape)), plain);
    const databaseUrl = await databases.create({ isEmpty: false });
    showTaken(`${label}, PostgreSQL`, await takeOurs({ databaseUrl }, steps(shape)), plain);
  }
} finally {
  await databases.close();
  rmSync(folder, { recursive: true, force: true });
}
