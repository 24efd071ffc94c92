import { expect, onTestFinished, test } from 'vitest';
import { DatabaseLeases } from '../../src/storage/leases/database-leases.ts';
import { LeaseLost, StepGuard } from '../../src/storage/leases/step-guard.ts';
import { openStore, type Store } from '../../src/storage/open-store.ts';
import { SharedCollector } from '../../src/sync/shared-collector.ts';
import { type FakeJenkins, startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { World } from '../../testkit/fake-jenkins/world.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { createDatabase } from '../postgres/create-database.ts';
import { type CuttableWay, openCuttableWay } from '../postgres/cuttable-way.ts';
import { addConnection } from '../storage/sample.ts';
import { collectorOn, settingsFor } from './collector-on.ts';
import { differences, ledgerFaults } from './truth.ts';

const second = 1_000;
const connectionIds = [1, 2, 3];

/** One of several processes: its own ways to the database and to the controllers. */
interface Process {
  readonly name: string;
  readonly toDatabase: CuttableWay;
  readonly toJenkins: CuttableWay;
  readonly collector: SharedCollector;
  readonly defects: unknown[];
  configure(): Promise<void>;
}

/** Everything that goes on without time passing has gone on. One that cannot store anything waits for time. */
function settle({ collector, configure, toDatabase }: Process): Promise<void> {
  return toDatabase.isCut ? configure() : collector.idle();
}

interface Scene {
  readonly clock: ManualClock;
  readonly fake: FakeJenkins;
  readonly store: Store;
  start(name: string): Promise<Process>;
  /** Lets time pass for everybody, a second at a time. */
  pass(ms: number): Promise<void>;
  /** Who holds which connection, as the database says. */
  holders(): Promise<string[]>;
}

async function startScene(): Promise<Scene> {
  const clock = new ManualClock();
  const world = new World({ nowMs: clock.nowMs });
  const fake = await startFakeJenkins({ world });
  const database = await createDatabase();
  const store = openStore({ databaseUrl: database.url, role: 'reader' });
  const processes: Process[] = [];
  const closing: (() => Promise<void>)[] = [];
  for (const id of connectionIds) await addConnection(store, id, `Controller ${id}`);
  onTestFinished(async () => {
    for (const { collector, toDatabase, toJenkins } of processes) {
      toDatabase.mend();
      toJenkins.mend();
      await collector.stop();
    }
    for (const close of closing.reverse()) await close();
    await store.close();
    await database.drop();
    await fake.close();
  });

  async function start(name: string): Promise<Process> {
    const toDatabase = await openCuttableWay(database.url);
    const toJenkins = await openCuttableWay(fake.url);
    const own = openStore({ databaseUrl: toDatabase.url, role: 'collector' });
    const leaseStore = openStore({ databaseUrl: toDatabase.url, role: 'leases' });
    closing.push(
      () => toDatabase.close(),
      () => toJenkins.close(),
      () => own.close(),
      () => leaseStore.close(),
    );
    const defects: unknown[] = [];
    const guard = new StepGuard(name);
    const onDefect = (connectionId: number | null, error: unknown) => {
      if (error instanceof LeaseLost && connectionId !== null) shared.lost(connectionId);
      else defects.push(error);
    };
    const shared = new SharedCollector({
      collector: collectorOn(own, clock, { guard, onDefect }),
      leases: new DatabaseLeases({ store: leaseStore, holder: name, nowMs: async () => clock.nowMs() }),
      guard,
      clock,
      onDefect: (error) => defects.push(error),
    });
    const url = toJenkins.url.replace(/\/$/, '');
    const settings = connectionIds.map((id) => settingsFor(url, { id, name: `Controller ${id}` }));
    const started = {
      name,
      toDatabase,
      toJenkins,
      collector: shared,
      defects,
      configure: () => shared.configure(settings),
    };
    processes.push(started);
    await started.configure();
    return started;
  }

  return {
    clock,
    fake,
    store,
    start,
    async pass(ms) {
      const untilMs = clock.nowMs() + ms;
      while (clock.nowMs() < untilMs) {
        for (const process of processes) await settle(process);
        await clock.advanceTo(Math.min(untilMs, clock.nowMs() + second));
      }
      for (const process of processes) await settle(process);
    },
    async holders() {
      const rows = await store.db.selectFrom('lease').select('holder').orderBy('connection_id').execute();
      return rows.map(({ holder }) => holder);
    },
  };
}

function fill(world: World): void {
  for (const name of ['team/api', 'team/web', 'nightly']) {
    const job = world.addJob(name);
    for (let count = 0; count < 8; count += 1) world.addBuild(job);
  }
}

/** Every connection leads to the same controller, so each must hold all of it. */
async function expectEverything({ fake, store }: Scene): Promise<void> {
  for (const id of connectionIds) {
    const jobs = await store.db.selectFrom('job').select('full_name').where('connection_id', '=', id).execute();
    expect(jobs).toHaveLength(3);
    const counted = await store.db
      .selectFrom('build')
      .select((e) => e.fn.countAll<number>().as('builds'))
      .where('connection_id', '=', id)
      .executeTakeFirstOrThrow();
    const true_ = [...fake.world.jobs()].reduce((sum, job) => sum + job.builds.newest().length, 0);
    expect([id, counted.builds]).toEqual([id, true_]);
  }
  expect(await differences(store, fake.world)).toEqual([]);
  expect(await ledgerFaults(store, fake.world)).toEqual([]);
}

test('two processes share the connections; one that is cut off stops in time, and the other takes over within 30 s', async () => {
  const scene = await startScene();
  const { clock, fake, holders, pass } = scene;
  fill(fake.world);
  const a = await scene.start('a');
  await pass(3 * second);
  expect(await holders()).toEqual(['a', 'a', 'a']);
  const b = await scene.start('b');
  await pass(6 * second);
  const shared = await holders();
  expect(new Set(shared)).toEqual(new Set(['a', 'b']));

  // The moment after a renewal is the worst one.
  await pass(10 * second);
  a.toDatabase.cut();
  const cutAtMs = clock.nowMs();
  const job = fake.world.job('team/api');
  const untaken = await holders();
  await pass(14 * second);
  expect(await holders()).toEqual(untaken);
  fake.world.addBuild(job);
  await pass(cutAtMs + 23 * second - clock.nowMs());
  const sentByA = a.toJenkins.sent;
  await pass(cutAtMs + 30 * second - clock.nowMs());
  expect(await holders()).toEqual(['b', 'b', 'b']);
  expect(a.toJenkins.sent).toBe(sentByA);

  fake.world.addBuild(job);
  await pass(60 * second);
  await expectEverything(scene);
  expect(a.toJenkins.sent).toBe(sentByA);

  a.toDatabase.mend();
  await pass(10 * second);
  expect(new Set(await holders())).toEqual(new Set(['a', 'b']));
  fake.world.addBuild(fake.world.job('nightly'));
  await pass(60 * second);
  await expectEverything(scene);
  expect([a.defects, b.defects]).toEqual([[], []]);
}, 120_000);

test('a process that stops lets go at once', async () => {
  const scene = await startScene();
  const { fake, holders, pass } = scene;
  fill(fake.world);
  const a = await scene.start('a');
  const b = await scene.start('b');
  await pass(8 * second);
  expect(new Set(await holders())).toEqual(new Set(['a', 'b']));
  await a.collector.stop();
  await pass(3 * second);
  expect(await holders()).toEqual(['b', 'b', 'b']);
  await pass(60 * second);
  await expectEverything(scene);
  expect([a.defects, b.defects]).toEqual([[], []]);
}, 120_000);

test('"Sync now" and hints reach whoever collects', async () => {
  const scene = await startScene();
  const { fake, holders, pass } = scene;
  fill(fake.world);
  const a = await scene.start('a');
  const b = await scene.start('b');
  await pass(8 * second);
  const other = (await holders())[0] === 'a' ? b : a;
  await pass(60 * second);
  const asked = () => fake.stats.total;
  const before = asked();
  await other.collector.nudge(1);
  await pass(3 * second);
  expect(asked()).toBeGreaterThan(before);
  expect(await scene.store.db.selectFrom('collector_note').selectAll().execute()).toEqual([]);
}, 120_000);
