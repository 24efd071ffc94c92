import { expect, test } from 'vitest';
import * as faults from '../../testkit/fake-jenkins/faults/faults.ts';
import { requestKind } from '../../testkit/fake-jenkins/request-kind.ts';
import { startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { World } from '../../testkit/fake-jenkins/world.ts';
import { connectionCodes } from './connection-codes.ts';
import { hour, minute, type SyncRig, settingsFor, startSyncRig } from './sync-rig.ts';
import { differences, factsInStore, ledgerFaults, storedJob } from './truth.ts';
import { buildMixedWorld, variedBuild } from './worlds.ts';

async function expectTruth(rig: SyncRig): Promise<void> {
  expect(rig.defects).toEqual([]);
  expect(await differences(rig.store, rig.world)).toEqual([]);
  expect(await ledgerFaults(rig.store, rig.world)).toEqual([]);
}

function addJob(rig: SyncRig, name: string, builds = 3): void {
  rig.world.addHistory(rig.world.addJob(name), builds, variedBuild(rig.clock.nowMs(), builds));
}

test.each(connectionCodes)('$name: says $code, and recovers by itself', async ({ fault, code }) => {
  const rig = await startSyncRig();
  addJob(rig, 'api');
  await rig.connect();
  const active = rig.fake.faults.add(fault);
  await rig.pass(3 * minute);
  const failed = await rig.state();
  expect(failed.lastProblem?.code).toBe(code);
  expect(failed.lastProblem?.fix).not.toBe('');
  expect(failed.consecutiveFailures).toBeGreaterThan(0);
  expect(failed.nextAttemptAtMs).toBeGreaterThan(rig.clock.nowMs());
  active.remove();
  rig.world.addBuild(rig.world.job('api'));
  await rig.pass(10 * minute);
  expect(await rig.state()).toMatchObject({ consecutiveFailures: 0, lastProblem: null, isIdle: true });
  await expectTruth(rig);
});

test('after 401 nothing is asked until a person acts', async () => {
  const rig = await startSyncRig();
  addJob(rig, 'api');
  await rig.connect();
  rig.fake.faults.add(faults.revokedToken);
  await rig.pass(minute);
  rig.fake.stats.reset();
  await rig.pass(2 * hour);
  expect(rig.fake.stats.total).toBe(0);
  expect(await rig.state()).toMatchObject({ lastProblem: { code: 'unauthorized' }, nextAttemptAtMs: null });
  await rig.collector.nudge(1);
  await rig.collector.idle();
  expect(rig.fake.stats.total).toBe(1);
  rig.fake.faults.clear();
  rig.world.addBuild(rig.world.job('api'));
  await rig.collector.nudge(1);
  await rig.pass(5_000);
  expect(await rig.state()).toMatchObject({ lastProblem: null, consecutiveFailures: 0 });
  await expectTruth(rig);
});

test('403 on the root stops the connection, a changed connection starts anew', async () => {
  const rig = await startSyncRig({
    users: [
      { name: 'ci-bot', token: 'no rights' },
      { name: 'other', token: 'fine', overallRead: true, jobRead: true },
    ],
  });
  addJob(rig, 'api');
  await rig.connect({ token: 'no rights' });
  await rig.pass(hour);
  expect(await rig.state()).toMatchObject({ lastProblem: { code: 'forbidden' }, nextAttemptAtMs: null });
  expect(rig.fake.stats.total).toBeLessThan(6);
  await rig.connect({ username: 'other', token: 'fine' });
  await expectTruth(rig);
  expect((await rig.state()).lastProblem).toBeNull();
});

test('a token that cannot be opened costs no request', async () => {
  const rig = await startSyncRig();
  await rig.connect({ token: null });
  await rig.pass(minute);
  expect(rig.fake.stats.total).toBe(0);
  expect(await rig.state()).toMatchObject({ lastProblem: { code: 'secret_unreadable' }, nextAttemptAtMs: null });
});

test('a paused connection asks nothing, and goes on when it is resumed', async () => {
  const rig = await startSyncRig();
  addJob(rig, 'api');
  await rig.connect();
  await rig.connect({ isPaused: true });
  rig.fake.stats.reset();
  rig.world.addBuild(rig.world.job('api'));
  await rig.pass(hour);
  expect(rig.fake.stats.total).toBe(0);
  expect((await rig.state()).nextAttemptAtMs).toBeNull();
  await rig.connect({ isPaused: false });
  await rig.pass(5_000);
  await expectTruth(rig);
});

test('waits as long as the controller asks for', async () => {
  const rig = await startSyncRig();
  addJob(rig, 'api');
  await rig.connect();
  rig.fake.faults.add(faults.status(429, { retryAfter: '300' }));
  await rig.pass(40_000);
  rig.fake.stats.reset();
  await rig.pass(4 * minute);
  expect(rig.fake.stats.total).toBe(0);
  rig.fake.faults.clear();
  await rig.pass(3 * minute);
  expect((await rig.state()).lastProblem).toBeNull();
});

test('an import through answers that fail now and then ends with the truth', async () => {
  const rig = await startSyncRig();
  buildMixedWorld(rig.world);
  let count = 0;
  const every = (nth: number) => () => count++ % nth === nth - 1;
  rig.fake.faults.add(faults.oops, { match: every(4), times: 12 });
  rig.fake.faults.add(faults.truncated(0.4), { match: every(5), times: 6 });
  rig.fake.faults.add(faults.connectionReset, { match: every(3), times: 4 });
  await rig.connect();
  await rig.pass(75 * minute);
  expect(await rig.state()).toMatchObject({ isIdle: true, phase: 'done', lastProblem: null });
  await expectTruth(rig);
});

test('bad items in lists are dropped and counted, and the rest is stored', async () => {
  const rig = await startSyncRig();
  for (const name of ['good', 'bad', 'fine']) addJob(rig, name, 5);
  const isBadBuild = (value: unknown) =>
    value !== null && typeof value === 'object' && 'number' in value && value.number === 3;
  const fault = rig.fake.faults.add(
    faults.eachMember((key, value) =>
      key !== 'firstBuild' && isBadBuild(value) ? { number: 'three', timestamp: null } : value,
    ),
    { match: (request) => ['latest', 'recent-of-folder'].includes(requestKind(request)) },
  );
  rig.fake.faults.add(faults.oops, { match: /\/3\/api/ });
  await rig.connect();
  expect((await rig.state()).droppedItems).toBeGreaterThanOrEqual(3);
  expect((await factsInStore(rig.store)).get('good')?.map(({ number }) => number)).toEqual([5, 4, 2, 1]);
  fault.remove();
  rig.fake.faults.clear();
  await rig.pass(12 * minute);
  await expectTruth(rig);
  expect(await storedJob(rig.store, 'bad')).toMatchObject({ counts: [5, 0, 0] });
});

test('one job that always breaks does not hold up the others', async () => {
  const rig = await startSyncRig();
  for (const name of ['one', 'broken', 'two']) addJob(rig, name, 8);
  rig.fake.faults.add(faults.oops, { match: (request) => request.address.startsWith('/job/broken/') });
  rig.fake.faults.add(faults.oops, { match: (request) => requestKind(request) === 'recent-of-folder' });
  await rig.connect();
  await rig.pass(2 * hour);
  const stored = await factsInStore(rig.store);
  expect([stored.get('one')?.length, stored.get('two')?.length]).toEqual([8, 8]);
  expect(await rig.state()).toMatchObject({ isIdle: true, consecutiveFailures: 0 });
  expect(rig.defects).toEqual([]);
});

test('a controller that hangs does not slow down another one', async () => {
  const rig = await startSyncRig();
  addJob(rig, 'well', 120);
  const silent = await startFakeJenkins({ world: new World({ nowMs: rig.clock.nowMs }) });
  silent.faults.add(faults.silent);
  try {
    await rig.collector.configure([settingsFor(silent.url, { id: 2 }), settingsFor(rig.fake.url)]);
    while (!(await rig.state()).isIdle) await new Promise((resolve) => setImmediate(resolve));
    await expectTruth(rig);
    expect(silent.stats.inFlight).toBeGreaterThan(0);
    await rig.collector.configure([settingsFor(rig.fake.url)]);
    await rig.collector.idle();
  } finally {
    await silent.close();
  }
});

test('what the engine cannot cope with is told on its connection, spares the others, and mends by itself', async () => {
  const rig = await startSyncRig();
  addJob(rig, 'api');
  const world = new World({ nowMs: rig.clock.nowMs });
  world.addBuild(world.addJob('other'), { durationMs: 5 });
  const other = await startFakeJenkins({ world });
  try {
    await rig.connect();
    await rig.collector.configure([]);
    const ledger = (text: string) =>
      rig.store.db.updateTable('job').set({ ledger: text }).where('full_name', '=', 'api').execute();
    const { ledger: sound } = await rig.store.db.selectFrom('job').select('ledger').executeTakeFirstOrThrow();
    await ledger('{"collected":');
    await rig.collector.configure([settingsFor(rig.fake.url), settingsFor(other.url, { id: 2 })]);
    await rig.collector.idle();
    expect(rig.defects).toHaveLength(1);
    expect(await rig.state(1)).toMatchObject({ lastProblem: { code: 'internal' }, consecutiveFailures: 1 });
    expect(await rig.state(2)).toMatchObject({ lastProblem: null, isIdle: true, progressDone: 1 });
    await ledger(sound);
    rig.world.addBuild(rig.world.job('api'));
    await rig.pass(minute);
    expect(await rig.state(1)).toMatchObject({ lastProblem: null, isIdle: true });
    expect((await factsInStore(rig.store)).get('api')).toHaveLength(4);
  } finally {
    await other.close();
  }
});
