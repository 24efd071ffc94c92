import { expect, test } from 'vitest';
import { buildKey } from '../../src/core/entity-id.ts';
import { countDeepWork } from '../../src/storage/deep/due-deep-work.ts';
import { readDeepStates } from '../../src/storage/deep/read-deep-states.ts';
import { requestDeep } from '../../src/storage/deep/request-deep.ts';
import * as faults from '../../testkit/fake-jenkins/faults/faults.ts';
import { countTests } from '../../testkit/fake-jenkins/truth/test-report.ts';
import { deepDifferences, deepInStore } from './deep-truth.ts';
import { addRichJobs, reportOf, richBuild } from './deep-world.ts';
import { day, hour, minute, type SyncRig, startSyncRig } from './sync-rig.ts';
import { storedJob } from './truth.ts';

async function expectDeepTruth(rig: SyncRig): Promise<void> {
  expect(rig.defects).toEqual([]);
  expect(await deepDifferences(rig.store, rig.world)).toEqual([]);
  expect(await rig.state()).toMatchObject({ isIdle: true, phase: 'done', lastProblem: null });
  expect(rig.fake.stats.rude).toEqual([]);
}

const openWork = async (rig: SyncRig) => (await countDeepWork(rig.store.db, [1])).get(1);
const keyOf = async (rig: SyncRig, name: string, number: number) =>
  buildKey((await storedJob(rig.store, name)).id, number);

test.each(['stages', 'pipeline-overview', 'pipeline-graph'] as const)(
  'fetches stages, tests, changes and logs of recent builds, all equal to the truth (%s)',
  async (source) => {
    const rig = await startSyncRig({ stageSources: [source] });
    addRichJobs(rig.world, 8);
    await rig.connect();
    await expectDeepTruth(rig);
    expect(await rig.state()).toMatchObject({ stageSource: source });
    expect(await openWork(rig)).toMatchObject({ open: 0, parked: 0 });
  },
);

test.each([
  ['wfapi', ['/Checkout success', '/Test success', '/Deploy success']],
  ['blue-ocean', ['/Checkout success', '/Test success', '/Test/linux success', '/Test/mac success', '/Deploy success']],
] as const)('fetches what %s tells of stages', async (source, lines) => {
  const rig = await startSyncRig({ stageSources: [source] });
  addRichJobs(rig.world, 1);
  await rig.connect();
  const { stages } = await deepInStore(rig.store, await keyOf(rig, 'team/pipeline', 1));
  expect(stages.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(lines);
  expect(await rig.state()).toMatchObject({ stageSource: source, isIdle: true });
});

test('a controller without a plugin for stages is tried out once, says so, and is asked no more', async () => {
  const rig = await startSyncRig({ stageSources: [] });
  addRichJobs(rig.world, 5);
  await rig.connect();
  expect(await rig.state()).toMatchObject({ stageSource: 'none', isIdle: true });
  expect(rig.fake.stats.count('stages')).toBeLessThanOrEqual(5);
  expect(await openWork(rig)).toMatchObject({ open: 0, parked: 0 });
});

test('what was found out about stages is known after a restart of ours, and found out again after one of the controller', async () => {
  const rig = await startSyncRig({ stageSources: ['wfapi'] });
  addRichJobs(rig.world, 2);
  await rig.connect();
  const addBuild = () => {
    const job = rig.world.job('team/pipeline');
    rig.world.addBuild(job, {
      ...richBuild(job, { number: 4, startedAtMs: rig.clock.nowMs() }),
      testReport: null,
      testCounts: null,
    });
  };
  await rig.restart();
  rig.fake.stats.reset();
  addBuild();
  await rig.pass(minute);
  expect(rig.fake.stats.count('stages')).toBe(1);
  rig.fake.restart();
  await rig.pass(minute);
  rig.fake.stats.reset();
  addBuild();
  await rig.pass(minute);
  expect(rig.fake.stats.count('stages')).toBeGreaterThan(1);
});

test('a build that ends before our eyes costs one request for its record and changes, and one for each other thing', async () => {
  const rig = await startSyncRig();
  const job = rig.world.addJob('team/pipeline', { kind: 'pipeline' });
  await rig.connect();
  const spec = richBuild(job, { number: 3, startedAtMs: rig.clock.nowMs() });
  const build = rig.world.startBuild(job, { ...spec, durationMs: 0, result: null, stages: [] });
  await rig.pass(minute);
  Object.assign(build, { stages: spec.stages, log: spec.log });
  rig.world.finishBuild(build, { result: 'UNSTABLE' });
  rig.fake.stats.reset();
  await rig.pass(minute);
  const counted = (['build', 'stages', 'tests', 'log'] as const).map((kind) => rig.fake.stats.count(kind));
  // The end of a log takes two: how long it is, and its end. The stages take one for each source tried for the first time.
  expect(counted).toEqual([1, 2, 1, 2]);
  await expectDeepTruth(rig);
});

test('red builds come first, and nothing is fetched that is older than two weeks', async () => {
  const rig = await startSyncRig();
  addRichJobs(rig.world, 12);
  const old = rig.world.addJob('old', { kind: 'pipeline' });
  rig.world.addBuild(old, richBuild(old, { number: 3, startedAtMs: rig.clock.nowMs() - 15 * day }));
  // While history comes in, only what has come in can be put in order; so all reports are due at once, after it.
  rig.fake.faults.add(faults.status(500), { match: 'tests' });
  await rig.connect();
  rig.fake.faults.clear();
  const early = rig.fake.stats.requests.filter(({ kind }) => kind === 'tests').length;
  await rig.pass(2 * minute);
  const all = rig.fake.stats.requests.filter(({ kind }) => kind === 'tests').map(({ address }) => address);
  const tests = all.slice(early);
  const isRed = (address: string) => Number(/\/(\d+)\/testReport/.exec(address)?.[1]) % 3 === 0;
  expect(tests).toHaveLength(24);
  expect(tests.map(isRed)).toEqual(tests.map(isRed).toSorted((a, b) => Number(b) - Number(a)));
  expect(
    rig.fake.stats.requests.filter(({ address, kind }) => kind !== 'chain' && address.startsWith('/job/old/1/')),
  ).toEqual([]);
});

test('an older build is fetched when a person opens it', async () => {
  const rig = await startSyncRig();
  const old = rig.world.addJob('old', { kind: 'pipeline' });
  rig.world.addBuild(old, richBuild(old, { number: 3, startedAtMs: rig.clock.nowMs() - 20 * day }));
  await rig.connect();
  const key = await keyOf(rig, 'old', 1);
  expect((await readDeepStates(rig.store.db, key))?.stages.place).toBe('unasked');
  await rig.store.transaction((tx) => requestDeep(tx, key));
  await rig.collector.hint(1, 'deep');
  await rig.collector.idle();
  await expectDeepTruth(rig);
});

test('a report of 30,000 cases comes in pages and is stored whole', async () => {
  const rig = await startSyncRig();
  const job = rig.world.addJob('huge');
  const testReport = reportOf(30_000, false);
  rig.world.addBuild(job, { testReport, testCounts: countTests(testReport), startedAtMs: rig.clock.nowMs() - hour });
  await rig.connect();
  expect(rig.fake.stats.count('tests')).toBeGreaterThan(5);
  await expectDeepTruth(rig);
}, 60_000);

test('a report that breaks off in the middle is not shown, and whole after the next try', async () => {
  const rig = await startSyncRig();
  const job = rig.world.addJob('huge');
  const testReport = reportOf(12_000, true);
  rig.world.addBuild(job, { testReport, testCounts: countTests(testReport), startedAtMs: rig.clock.nowMs() - hour });
  rig.fake.faults.add(faults.status(500), { match: 'tests', after: 2, times: 30 });
  await rig.connect();
  expect((await deepInStore(rig.store, await keyOf(rig, 'huge', 1))).tests).toEqual([]);
  expect(await openWork(rig)).toMatchObject({ open: 1 });
  rig.fake.faults.clear();
  await rig.pass(2 * minute);
  await expectDeepTruth(rig);
});

async function jump(rig: SyncRig, ms: number): Promise<void> {
  await rig.clock.advance(ms);
  await rig.pass(minute);
}

test('what fails is tried three more times, then once a day for a week, and is in nobody’s way', async () => {
  const rig = await startSyncRig();
  addRichJobs(rig.world, 3);
  rig.fake.faults.add(faults.status(500), { match: /\/pipeline\/3\/(stages|pipeline|wfapi)|^\/blue/ });
  await rig.connect();
  const states = async () => (await readDeepStates(rig.store.db, await keyOf(rig, 'team/pipeline', 3)))?.stages;
  expect(await states()).toMatchObject({ place: 'waiting', retryAtMs: rig.clock.nowMs() + minute });
  expect(await openWork(rig)).toMatchObject({ open: 1 });
  // Each retry lies beyond the one before: a jump to it spares the polls in between.
  for (const ms of [minute, 10 * minute, hour]) {
    expect(await states()).toMatchObject({ place: 'waiting' });
    await jump(rig, ms);
  }
  const parked = await states();
  expect(parked).toMatchObject({ place: 'parked' });
  expect(parked?.reason).toMatch(/\S/);
  expect(await rig.state()).toMatchObject({ isIdle: true, lastProblem: null });
  rig.fake.faults.clear();
  await jump(rig, day);
  await expectDeepTruth(rig);
});

test('a build that Jenkins deletes before it was fetched is marked, not looked for for ever', async () => {
  const rig = await startSyncRig();
  addRichJobs(rig.world, 4);
  rig.fake.faults.add(faults.status(500), { match: 'tests' });
  await rig.connect();
  rig.fake.faults.clear();
  rig.world.rotate(rig.world.job('team/pipeline'), 2);
  await rig.pass(2 * minute);
  expect(await readDeepStates(rig.store.db, await keyOf(rig, 'team/pipeline', 1))).toMatchObject({
    tests: { place: 'gone' },
  });
  expect(await openWork(rig)).toMatchObject({ open: 0, parked: 0 });
});

test('what was put off while a job could not be found is fetched as soon as it is known under its new name', async () => {
  const rig = await startSyncRig();
  addRichJobs(rig.world, 4);
  rig.fake.faults.add(faults.status(500), { match: 'tests' });
  await rig.connect();
  const { id } = await storedJob(rig.store, 'team/pipeline');
  const job = rig.world.job('team/pipeline');
  const { parent } = job;
  parent?.children.delete('pipeline');
  rig.fake.faults.clear();
  await rig.pass(2 * minute);
  const states = await readDeepStates(rig.store.db, buildKey(id, 3));
  expect(states?.tests.reason).toMatch(/does not show this job/);
  expect(states?.tests).toMatchObject({ place: 'waiting' });
  expect(states?.tests.retryAtMs).toBeGreaterThan(rig.clock.nowMs() + 5 * minute);
  parent?.children.set('pipeline', job);
  rig.world.rename(job, 'renamed');
  await rig.pass(2 * minute);
  expect((await storedJob(rig.store, 'team/renamed')).id).toBe(id);
  expect(await openWork(rig)).toMatchObject({ open: 0, parked: 0 });
  await expectDeepTruth(rig);
});

test('a controller that stops answering keeps its deep work for later', async () => {
  const rig = await startSyncRig();
  addRichJobs(rig.world, 6);
  rig.fake.faults.add(faults.status(503), { match: ({ address }) => !address.startsWith('/api/'), after: 12 });
  await rig.connect();
  rig.fake.faults.clear();
  await rig.pass(20 * minute);
  await expectDeepTruth(rig);
});

test('keeps queue, agents and load as it looks at them', async () => {
  const rig = await startSyncRig();
  rig.world.addAgent('agent-1', { executors: 2, labels: ['linux'] });
  const job = rig.world.addJob('waiting');
  await rig.connect();
  rig.world.enqueue({ type: 'job', job }, { why: 'Waiting for next available executor on ‘linux’' });
  await rig.pass(minute);
  const [item] = await rig.store.db.selectFrom('queue_item').selectAll().execute();
  expect(item).toMatchObject({ job_id: (await storedJob(rig.store, 'waiting')).id, label: 'linux', left_at_ms: null });
  const agents = await rig.store.db
    .selectFrom('agent_state')
    .innerJoin('agent', 'agent.id', 'agent_id')
    .selectAll()
    .execute();
  expect(agents.map(({ name, state }) => [name, state])).toContainEqual(['agent-1', 'online']);
  await rig.collector.stop();
  const load = await rig.store.db.selectFrom('load_hour').selectAll().execute();
  expect(load.reduce((sum, { requests }) => sum + requests, 0)).toBe(rig.fake.stats.total);
  expect(load.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(rig.fake.stats.sentBytes);
});

test('goes on after a restart of ours in the middle', async () => {
  const rig = await startSyncRig();
  addRichJobs(rig.world, 10);
  let answered = 0;
  rig.fake.faults.add(
    async (exchange) => {
      answered += 1;
      if (answered === 15) void rig.collector.stop();
      await exchange.send(exchange.reply());
    },
    { match: ({ address }) => /testReport|tree|logText/.test(address) },
  );
  await rig.connect();
  rig.fake.faults.clear();
  expect((await openWork(rig))?.open).toBeGreaterThan(5);
  await rig.restart();
  await expectDeepTruth(rig);
});
