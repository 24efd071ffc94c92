import { expect, test } from 'vitest';
import { eachMember } from '../../testkit/fake-jenkins/faults/faults.ts';
import { hour, minute, type SyncRig, startSyncRig } from './sync-rig.ts';
import { differences, factsInStore, ledgerFaults, storedJob } from './truth.ts';
import { variedBuild } from './worlds.ts';

function addHistory(rig: SyncRig, name: string, count: number): void {
  rig.world.addHistory(rig.world.job(name), count, variedBuild(rig.clock.nowMs(), count));
}

async function expectTruth(rig: SyncRig): Promise<void> {
  expect(rig.defects).toEqual([]);
  expect(await differences(rig.store, rig.world)).toEqual([]);
  expect(await ledgerFaults(rig.store, rig.world)).toEqual([]);
}

test('finds builds that start and end between two looks, by their numbers', async () => {
  const rig = await startSyncRig();
  const api = rig.world.addJob('team/api');
  addHistory(rig, 'team/api', 5);
  const pipe = rig.world.addJob('pipe', { kind: 'pipeline' });
  await rig.connect();
  rig.fake.stats.reset();
  rig.clock.advanceTo(rig.clock.nowMs() + 5_000);
  for (const result of ['SUCCESS', 'FAILURE'] as const) rig.world.addBuild(api, { result, durationMs: 700 });
  for (let count = 0; count < 12; count += 1) rig.world.addBuild(pipe, { durationMs: 300 + count });
  await rig.pass(40_000);
  await expectTruth(rig);
  expect(rig.fake.stats.count('build')).toBe(2);
  expect((await rig.state()).isIdle).toBe(true);
});

test('follows a running build from its start on an executor to its final record', async () => {
  const rig = await startSyncRig();
  const job = rig.world.addJob('slow', { kind: 'pipeline' });
  await rig.connect();
  const build = rig.world.startBuild(job, { displayName: 'first try' });
  await rig.pass(11_000);
  expect((await factsInStore(rig.store)).get('slow')).toMatchObject([{ number: 1, isBuilding: true, result: null }]);
  expect(await storedJob(rig.store, 'slow')).toMatchObject({ counts: [0, 1, 0], expected: 1 });
  // A result may stand long before the end.
  build.result = 'UNSTABLE';
  await rig.pass(10 * minute);
  expect((await factsInStore(rig.store)).get('slow')).toMatchObject([{ isBuilding: true, result: null }]);
  rig.world.finishBuild(build, { result: 'FAILURE' });
  await rig.pass(11_000);
  await expectTruth(rig);
  expect(await storedJob(rig.store, 'slow')).toMatchObject({ counts: [1, 0, 0] });
});

test('stores a build as finished only when its record is final', async () => {
  const rig = await startSyncRig();
  const build = rig.world.startBuild(rig.world.addJob('free'));
  await rig.connect();
  await rig.pass(10_000);
  rig.world.finishBuild(build, { result: 'SUCCESS', durationMs: 9_000 });
  // Post-production: no longer building, still in progress.
  build.isInProgress = true;
  await rig.pass(minute);
  expect((await factsInStore(rig.store)).get('free')).toMatchObject([{ isBuilding: true, result: null }]);
  build.isInProgress = false;
  await rig.pass(minute);
  await expectTruth(rig);
});

test('keeps following builds on no executor, across a restart of the controller and one of ours', async () => {
  const rig = await startSyncRig();
  const build = rig.world.startBuild(rig.world.addJob('paused', { kind: 'pipeline' }));
  await rig.connect();
  await rig.pass(15_000);
  rig.fake.restart();
  rig.world.builtIn.oneOffExecutors = [];
  await rig.pass(5 * minute);
  expect((await factsInStore(rig.store)).get('paused')).toMatchObject([{ isBuilding: true }]);
  await rig.restart();
  await rig.pass(2 * minute);
  expect((await factsInStore(rig.store)).get('paused')).toMatchObject([{ isBuilding: true }]);
  rig.world.finishBuild(build, { result: 'ABORTED' });
  await rig.pass(6 * minute);
  await expectTruth(rig);
});

test('a build that ended while we were not there is collected after the restart', async () => {
  const rig = await startSyncRig();
  const job = rig.world.addJob('nightly');
  const build = rig.world.startBuild(job);
  await rig.connect();
  await rig.pass(15_000);
  await rig.collector.stop();
  rig.world.finishBuild(build, { result: 'UNSTABLE' });
  rig.world.addBuild(job, { result: 'SUCCESS' });
  await rig.clock.advance(2 * hour);
  await rig.restart();
  await rig.pass(minute);
  await expectTruth(rig);
});

test('numbers that stay 404 are lost after three tries over ten minutes, not before', async () => {
  const rig = await startSyncRig();
  const job = rig.world.addJob('short-lived');
  addHistory(rig, 'short-lived', 3);
  await rig.connect();
  const build = rig.world.addBuild(job);
  rig.world.addBuild(job);
  rig.world.deleteBuild(job, build.number);
  await rig.pass(9 * minute);
  expect(await storedJob(rig.store, 'short-lived')).toMatchObject({ counts: [4, 1, 0], expected: 5 });
  expect((await rig.state()).isIdle).toBe(true);
  await rig.pass(3 * minute);
  expect(await storedJob(rig.store, 'short-lived')).toMatchObject({ counts: [4, 0, 1], expected: 5 });
  await expectTruth(rig);
});

test('a record that becomes visible late is collected, and nothing counts as idle before', async () => {
  const rig = await startSyncRig();
  const job = rig.world.addJob('late');
  addHistory(rig, 'late', 3);
  await rig.connect();
  const build = rig.world.addBuild(job);
  job.builds.hide(build.number);
  await rig.collector.nudge(1);
  await rig.collector.idle();
  expect((await rig.state()).isIdle).toBe(false);
  await rig.pass(8_000);
  job.builds.show(build.number);
  await rig.pass(10_000);
  await expectTruth(rig);
  expect((await rig.state()).isIdle).toBe(true);
});

test('a running build that is deleted does not run for ever', async () => {
  const rig = await startSyncRig();
  const job = rig.world.addJob('dropped');
  addHistory(rig, 'dropped', 2);
  const build = rig.world.startBuild(job);
  await rig.connect();
  await rig.pass(15_000);
  rig.world.finishBuild(build);
  rig.world.deleteBuild(job, build.number);
  await rig.pass(12 * minute);
  expect(await storedJob(rig.store, 'dropped')).toMatchObject({ counts: [2, 0, 1], expected: 3 });
  const row = (await factsInStore(rig.store)).get('dropped')?.[0];
  expect(row).toMatchObject({ number: 3, isBuilding: false, result: null });
  const stored = await rig.store.db
    .selectFrom('build')
    .select('is_in_jenkins')
    .where('number', '=', 3)
    .executeTakeFirst();
  expect(stored?.is_in_jenkins).toBe(0);
});

test('first builds of a new job are all found, whichever is seen first', async () => {
  const rig = await startSyncRig();
  const job = rig.world.addJob('new');
  await rig.connect();
  for (let count = 0; count < 2; count += 1) rig.world.addBuild(job);
  rig.world.startBuild(job);
  await rig.pass(minute);
  await expectTruth(rig);
  expect(await storedJob(rig.store, 'new')).toMatchObject({ counts: [2, 1, 0], expected: 3 });
});

test.each([
  ['a controller that names classes', false],
  ['one before 2.x, which names none', true],
])('runs of matrix configurations of %s are collected as builds of jobs of their own', async (_name, isOld) => {
  const rig = await startSyncRig();
  if (isOld) rig.fake.faults.add(eachMember((key, value) => (key === '_class' ? undefined : value)));
  const matrix = rig.world.addJob('matrix', { kind: 'matrix', configurations: ['OS=linux', 'OS=mac'] });
  rig.world.addBuild(matrix);
  for (const cell of matrix.configurations) rig.world.addBuild(cell, { number: 1 });
  await rig.connect();
  for (let round = 0; round < 3; round += 1) {
    const parent = rig.world.startBuild(matrix);
    await rig.pass(12_000);
    for (const cell of matrix.configurations) rig.world.addBuild(cell, { number: parent.number, durationMs: 500 });
    rig.world.finishBuild(parent);
    await rig.pass(12_000);
  }
  await rig.pass(minute);
  await expectTruth(rig);
  expect(await storedJob(rig.store, 'matrix/OS=mac')).toMatchObject({
    kind: 'matrix-configuration',
    counts: [4, 0, 0],
  });
});

test('without the metrics plugin the time in the queue comes from the item that was seen there', async () => {
  const rig = await startSyncRig();
  const job = rig.world.addJob('queued');
  rig.fake.faults.add(eachMember((key, value) => (key.startsWith('queuing') ? undefined : value)));
  await rig.connect();
  const item = rig.world.enqueue({ type: 'job', job });
  const sinceMs = item.inQueueSinceMs;
  await rig.pass(25_000);
  const build = rig.world.startBuild(job, { queueId: item.id });
  rig.world.leaveQueue(item, build);
  await rig.pass(12_000);
  rig.world.finishBuild(build);
  await rig.pass(minute);
  const stored = (await factsInStore(rig.store)).get('queued')?.[0];
  expect(stored?.queueMs).toBe(build.startedAtMs - sinceMs);
});
