import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { dayMs, hourMs } from '../../src/core/calendar.ts';
import { FigureSum } from '../../src/core/figures.ts';
import { openStore, type Store, type StorePlace } from '../../src/storage/open-store.ts';
import { addBuildRow, addRollup } from '../../src/storage/rollup.ts';
import { type FakeJenkins, startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { World } from '../../testkit/fake-jenkins/world.ts';
import { makePlace, type ObservedPlace } from '../storage/back-end-of-run.ts';
import { addConnection } from '../storage/sample.ts';
import { deepDifferences } from './deep-truth.ts';
import { addRichJobs } from './deep-world.ts';
import { differences, ledgerFaults, storedJobs } from './truth.ts';
import { buildMixedWorld, longAgoMs, variedBuild } from './worlds.ts';

const child = fileURLToPath(new URL('./collector-child.ts', import.meta.url));

/** A store, and the name of the process that collected into it last. */
interface Ground {
  readonly place: StorePlace;
  holder: string;
}

interface Scene {
  readonly fake: FakeJenkins;
  /** An empty store of the kind that this run is about. */
  makeGround(): Promise<Ground>;
}

function buildWorld(): World {
  const world = new World();
  buildMixedWorld(world);
  addRichJobs(world, 20);
  for (let index = 0; index < 150; index += 1) {
    const job = world.addJob(`load/group ${index % 12}/job ${index}`, {
      kind: index % 2 === 0 ? 'pipeline' : 'freestyle',
    });
    world.addHistory(job, 40 + (index % 3) * 50, variedBuild(longAgoMs(world.nowMs()), 40 + (index % 3) * 50));
  }
  return world;
}

async function startScene(world = buildWorld()): Promise<Scene> {
  const fake = await startFakeJenkins({ world, latencyMs: 15 });
  const folder = await mkdtemp(join(tmpdir(), 'buildbutler-kill-'));
  const grounds: ObservedPlace[] = [];
  onTestFinished(async () => {
    await fake.close();
    for (const ground of grounds) await ground.remove();
    await rm(folder, { recursive: true, force: true });
  });
  async function makeGround(): Promise<Ground> {
    const ground = await makePlace(join(folder, `${grounds.length}.db`));
    grounds.push(ground);
    const store = openStore({ ...ground.place, role: 'api' });
    await addConnection(store, 1, 'Fake');
    await store.close();
    return { place: ground.place, holder: 'nobody' };
  }
  return { fake, makeGround };
}

function startChild(ground: Ground, { fake }: Scene): ChildProcess {
  const flags = ['--conditions=source', '--disable-warning=ExperimentalWarning'];
  const predecessor = ground.holder;
  ground.holder = randomUUID();
  const task = JSON.stringify({ place: ground.place, baseUrl: fake.url, holder: ground.holder, predecessor });
  return spawn(process.execPath, [...flags, child, task], { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Runs a collector to its end; returns how many requests it made. */
async function collectToTheEnd(ground: Ground, scene: Scene): Promise<number> {
  const before = scene.fake.stats.total;
  const [code] = await once(startChild(ground, scene), 'exit');
  expect(code).toBe(0);
  return scene.fake.stats.total - before;
}

/** Kills a collector after so many of its requests were answered, and a moment. */
async function killAfter(
  ground: Ground,
  scene: Scene,
  { requests, momentMs }: { requests: number; momentMs: number },
): Promise<void> {
  const target = scene.fake.stats.total + requests;
  const running = startChild(ground, scene);
  const exited = once(running, 'exit');
  while (scene.fake.stats.total < target && running.exitCode === null)
    await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setTimeout(resolve, momentMs));
  running.kill('SIGKILL');
  await exited;
}

function figuresOf(sum: FigureSum): string {
  return JSON.stringify([
    sum.byResult,
    sum.durationCount,
    sum.durationSum,
    sum.durationMax,
    sum.queueCount,
    sum.queueSum,
    sum.testsTotal,
    sum.testsFailed,
    sum.testsSkipped,
    [...sum.durations.encode()],
  ]);
}

/** Roll-ups that a recount of the rows does not confirm. */
async function rollUpFaults(store: Store): Promise<string[]> {
  const faults: string[] = [];
  const builds = await store.db
    .selectFrom('build')
    .selectAll()
    .where('is_matrix', '=', 0)
    .where('is_building', '=', 0)
    .execute();
  for (const [table, unitMs] of [
    ['rollup_hour', hourMs],
    ['rollup_day', dayMs],
  ] as const) {
    const counted = new Map<number, FigureSum>();
    for (const row of builds) {
      const slot = Math.floor(row.started_at_ms / unitMs) * unitMs;
      const sum = counted.get(slot) ?? new FigureSum();
      addBuildRow(sum, row);
      counted.set(slot, sum);
    }
    const stored = new Map<number, FigureSum>();
    for (const row of await store.db.selectFrom(table).selectAll().execute()) {
      const sum = stored.get(row.slot_ms) ?? new FigureSum();
      addRollup(sum, row);
      stored.set(row.slot_ms, sum);
    }
    const empty = figuresOf(new FigureSum());
    for (const slot of new Set([...counted.keys(), ...stored.keys()])) {
      const want = figuresOf(counted.get(slot) ?? new FigureSum());
      const have = figuresOf(stored.get(slot) ?? new FigureSum());
      if (want !== have && !(want === empty && have === empty))
        faults.push(`${table} ${slot}: ${have} instead of ${want}`);
    }
  }
  return faults.slice(0, 5);
}

async function expectWhole({ place }: Ground, { fake }: Scene): Promise<void> {
  const store = openStore({ ...place, role: 'api' });
  try {
    expect(store.integrityProblems()).toEqual([]);
    expect(await differences(store, fake.world)).toEqual([]);
    expect(await ledgerFaults(store, fake.world)).toEqual([]);
    expect(await deepDifferences(store, fake.world, 'team/')).toEqual([]);
    const jobs = await storedJobs(store);
    expect(new Set(jobs.map(({ name, incarnation }) => `${name} ${incarnation}`)).size).toBe(jobs.length);
    for (const { id, counts } of jobs) {
      const rows = await store.db
        .selectFrom('build')
        .select('number')
        .where('job_id', '=', id)
        .where('is_building', '=', 0)
        .execute();
      expect(new Set(rows.map(({ number }) => number)).size).toBe(counts[0]);
    }
    expect(await rollUpFaults(store)).toEqual([]);
    expect(await store.db.selectFrom('dirty_hour').selectAll().execute()).toEqual([]);
    const state = await store.db.selectFrom('connection_state').selectAll().executeTakeFirstOrThrow();
    expect(state).toMatchObject({ phase: 'done', is_idle: 1 });
  } finally {
    await store.close();
  }
}

test('killed twelve times during an import it ends with every build once, whole ledgers and true roll-ups', async () => {
  const scene = await startScene();
  const ground = await scene.makeGround();
  const moments = Array.from({ length: 12 }, () => ({
    requests: 1 + Math.floor(Math.random() * 9),
    momentMs: Math.random() * 60,
  }));
  for (const moment of moments) await killAfter(ground, scene, moment);
  await collectToTheEnd(ground, scene);
  await expectWhole(ground, scene);
}, 120_000);

test('one kill costs at most half of the requests again', async () => {
  const scene = await startScene();
  const undisturbed = await collectToTheEnd(await scene.makeGround(), scene);
  const ground = await scene.makeGround();
  const before = scene.fake.stats.total;
  await killAfter(ground, scene, { requests: Math.ceil(undisturbed / 2), momentMs: 5 });
  await collectToTheEnd(ground, scene);
  expect(scene.fake.stats.total - before).toBeLessThanOrEqual(1.5 * undisturbed);
  await expectWhole(ground, scene);
}, 120_000);

test('killed again and again while stages, tests, changes and logs are fetched it ends with all of them', async () => {
  const world = new World();
  addRichJobs(world, 40);
  const scene = await startScene(world);
  const ground = await scene.makeGround();
  for (let kill = 0; kill < 10; kill += 1) {
    await killAfter(ground, scene, { requests: 12 + Math.floor(Math.random() * 20), momentMs: Math.random() * 30 });
  }
  await collectToTheEnd(ground, scene);
  await expectWhole(ground, scene);
}, 120_000);
