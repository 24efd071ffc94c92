import { expect, test } from 'vitest';
import { eachMember, oops } from '../../testkit/fake-jenkins/faults/faults.ts';
import { day, hour, minute, type SyncRig, startSyncRig } from './sync-rig.ts';
import { differences, factsInStore, ledgerFaults, storedJob, storedJobs } from './truth.ts';
import { variedBuild } from './worlds.ts';

function addJobs(rig: SyncRig, names: readonly string[], builds = 4): void {
  for (const name of names) {
    rig.world.addJob(name);
    rig.world.addHistory(rig.world.job(name), builds, variedBuild(rig.clock.nowMs(), builds));
  }
}

async function expectTruth(rig: SyncRig): Promise<void> {
  expect(rig.defects).toEqual([]);
  expect(await differences(rig.store, rig.world)).toEqual([]);
  expect(await ledgerFaults(rig.store, rig.world)).toEqual([]);
}

test('a deleted job is missing at once, gone after three looks over a quarter of an hour, and its history stays', async () => {
  const rig = await startSyncRig();
  addJobs(rig, ['kept', 'dropped']);
  await rig.connect();
  rig.world.remove(rig.world.job('dropped'));
  await rig.pass(minute);
  expect(await storedJob(rig.store, 'dropped')).toMatchObject({ goneAtMs: null });
  expect((await storedJob(rig.store, 'dropped')).missingSinceMs).not.toBeNull();
  await rig.pass(13 * minute);
  expect((await storedJob(rig.store, 'dropped')).goneAtMs).toBeNull();
  await rig.pass(3 * minute);
  expect((await storedJob(rig.store, 'dropped')).goneAtMs).not.toBeNull();
  expect((await factsInStore(rig.store, { all: true })).get('dropped')).toHaveLength(4);
  const rows = await rig.store.db.selectFrom('build').select('is_in_jenkins').where('is_in_jenkins', '=', 0).execute();
  expect(rows).toHaveLength(4);
  await expectTruth(rig);
});

test('a job that comes back within that time was never away', async () => {
  const rig = await startSyncRig();
  addJobs(rig, ['a', 'b']);
  await rig.connect();
  const job = rig.world.job('b');
  rig.world.remove(job);
  await rig.pass(5 * minute);
  job.parent?.children.set('b', job);
  rig.world.addBuild(job);
  await rig.pass(2 * minute);
  expect(await storedJobs(rig.store)).toHaveLength(2);
  expect(await storedJob(rig.store, 'b')).toMatchObject({ missingSinceMs: null, goneAtMs: null });
  await expectTruth(rig);
});

test('renamed and moved jobs keep their history, with builds made since', async () => {
  const rig = await startSyncRig();
  addJobs(rig, ['old name', 'here/moving', 'stays', 'built since']);
  const before = new Map<string, number>();
  await rig.connect();
  for (const { name, id } of await storedJobs(rig.store)) before.set(name, id);
  rig.world.rename(rig.world.job('old name'), 'new name');
  rig.world.move(rig.world.job('here/moving'), rig.world.addFolder('there'));
  const built = rig.world.job('built since');
  rig.world.rename(built, 'renamed and built');
  for (let count = 0; count < 2; count += 1) rig.world.addBuild(built);
  await rig.pass(2 * minute);
  const after = new Map((await storedJobs(rig.store)).map(({ name, id }) => [name, id]));
  expect(after.get('new name')).toBe(before.get('old name'));
  expect(after.get('there/moving')).toBe(before.get('here/moving'));
  expect(after.get('renamed and built')).toBe(before.get('built since'));
  expect(after.size).toBe(4);
  await expectTruth(rig);
});

test('a renamed job is not taken for a new one while the controller cannot tell which it is', async () => {
  const rig = await startSyncRig();
  addJobs(rig, ['old name', 'built since', 'stays']);
  await rig.connect();
  const before = new Map((await storedJobs(rig.store)).map(({ name, id }) => [name, id]));
  rig.fake.faults.add(oops, { match: 'latest' });
  rig.fake.faults.add(oops, { match: 'build' });
  rig.world.rename(rig.world.job('old name'), 'new name');
  const built = rig.world.job('built since');
  rig.world.rename(built, 'renamed and built');
  rig.world.addBuild(built);
  await rig.pass(3 * minute);
  expect((await storedJobs(rig.store)).map(({ name }) => name).sort()).toEqual([...before.keys()].sort());
  rig.fake.faults.clear();
  await rig.pass(30 * minute);
  const after = new Map((await storedJobs(rig.store)).map(({ name, id }) => [name, id]));
  expect([after.get('new name'), after.get('renamed and built')]).toEqual([
    before.get('old name'),
    before.get('built since'),
  ]);
  expect(after.size).toBe(3);
  await expectTruth(rig);
});

test('a job is recognised among many that were deleted lately, though it has built since and its newest build is gone', async () => {
  const rig = await startSyncRig();
  const deleted = Array.from({ length: 12 }, (_, index) => `deleted ${index}`);
  for (const [index, name] of deleted.entries()) addJobs(rig, [name], 5 + index);
  addJobs(rig, ['renamed later', ...Array.from({ length: 20 }, (_, index) => `stays ${index}`)], 20);
  await rig.connect();
  const { id } = await storedJob(rig.store, 'renamed later');
  for (const name of deleted) rig.world.remove(rig.world.job(name));
  await rig.pass(2 * minute);
  const job = rig.world.job('renamed later');
  rig.world.deleteBuild(job, 20);
  rig.world.rename(job, 'renamed');
  rig.world.addBuild(job);
  await rig.pass(10 * minute);
  expect((await storedJob(rig.store, 'renamed')).id).toBe(id);
  expect((await storedJobs(rig.store)).filter(({ name }) => name === 'renamed later')).toEqual([]);
});

test('a renamed folder of many jobs is recognised with a handful of requests', async () => {
  const rig = await startSyncRig();
  addJobs(
    rig,
    Array.from({ length: 60 }, (_, index) => `team/job ${index}`),
  );
  addJobs(
    rig,
    Array.from({ length: 300 }, (_, index) => `others/job ${index}`),
    1,
  );
  await rig.connect();
  const ids = new Set((await storedJobs(rig.store)).map(({ id }) => id));
  rig.fake.stats.reset();
  rig.world.rename(rig.world.folder('team'), 'platform');
  await rig.pass(40_000);
  expect(new Set((await storedJobs(rig.store)).map(({ id }) => id))).toEqual(ids);
  expect(rig.fake.stats.count('latest')).toBe(1);
  expect(rig.fake.stats.count('build')).toBe(0);
  await expectTruth(rig);
});

test('a renamed matrix job takes its configurations along', async () => {
  const rig = await startSyncRig();
  const matrix = rig.world.addJob('matrix', { kind: 'matrix', configurations: ['OS=linux'] });
  for (const job of [matrix, ...matrix.configurations]) rig.world.addHistory(job, 3, variedBuild(rig.clock.nowMs(), 3));
  await rig.connect();
  const ids = (await storedJobs(rig.store)).map(({ id }) => id);
  rig.world.rename(matrix, 'grid');
  for (const job of [matrix, ...matrix.configurations]) rig.world.addBuild(job);
  await rig.pass(2 * minute);
  expect((await storedJobs(rig.store)).map(({ id, name }) => [id, name])).toEqual([
    [ids[0], 'grid'],
    [ids[1], 'grid/OS=linux'],
  ]);
  await expectTruth(rig);
});

test('a job created again under its name is another job: the old history stays beside the new one', async () => {
  const rig = await startSyncRig();
  addJobs(rig, ['phoenix'], 6);
  await rig.connect();
  const fresh = rig.world.recreate(rig.world.job('phoenix'));
  rig.world.addBuild(fresh, { result: 'FAILURE' });
  await rig.pass(minute);
  const jobs = await storedJobs(rig.store);
  expect(
    jobs.map(({ name, incarnation, goneAtMs, counts }) => [name, incarnation, goneAtMs === null, counts[0]]),
  ).toEqual([
    ['phoenix', 1, false, 6],
    ['phoenix', 2, true, 1],
  ]);
  await expectTruth(rig);
});

test('a job created again that has overtaken the old numbers is told by the start of a known build', async () => {
  const rig = await startSyncRig();
  addJobs(rig, ['swift'], 2);
  await rig.connect();
  const fresh = rig.world.recreate(rig.world.job('swift'));
  for (let count = 0; count < 9; count += 1) rig.world.addBuild(fresh, { durationMs: 10 + count });
  await rig.pass(2 * minute);
  expect((await storedJobs(rig.store)).map(({ incarnation, counts }) => [incarnation, counts[0]])).toEqual([
    [1, 2],
    [2, 9],
  ]);
  await expectTruth(rig);
});

test('when most jobs vanish at once nothing is deleted, and a person is told', async () => {
  const rig = await startSyncRig();
  addJobs(
    rig,
    Array.from({ length: 40 }, (_, index) => `job ${index}`),
    2,
  );
  const running = rig.world.startBuild(rig.world.job('job 39'));
  await rig.connect();
  await rig.pass(15_000);
  const [user] = rig.fake.accounts.users;
  rig.fake.accounts.users = [{ ...(user ?? { name: 'ci-bot' }), jobRead: (name) => name === 'job 0' }];
  await rig.pass(30 * minute);
  expect((await storedJobs(rig.store)).every(({ missingSinceMs }) => missingSinceMs === null)).toBe(true);
  expect((await rig.state()).lastProblem).toMatchObject({
    code: 'no_jobs_visible',
    message: expect.stringContaining('1 of 40'),
  });
  rig.fake.accounts.users = [{ ...(user ?? { name: 'ci-bot' }) }];
  rig.world.finishBuild(running);
  await rig.pass(2 * minute);
  expect((await rig.state()).lastProblem).toBeNull();
  await expectTruth(rig);
});

test('a collapse that lasts is a deletion after all', async () => {
  const rig = await startSyncRig();
  addJobs(
    rig,
    Array.from({ length: 30 }, (_, index) => `job ${index}`),
    1,
  );
  await rig.connect();
  for (let index = 1; index < 30; index += 1) rig.world.remove(rig.world.job(`job ${index}`));
  await rig.pass(50 * minute);
  expect((await storedJobs(rig.store)).filter(({ missingSinceMs }) => missingSinceMs !== null)).toEqual([]);
  await rig.pass(40 * minute);
  expect((await storedJobs(rig.store)).filter(({ goneAtMs }) => goneAtMs !== null)).toHaveLength(29);
});

test('no visible job at all is a warning, and never a deletion', async () => {
  const rig = await startSyncRig();
  addJobs(rig, ['one', 'two'], 2);
  await rig.connect();
  rig.fake.faults.add(
    eachMember((key, value) => (key === 'jobs' ? [] : value)),
    { match: 'heads' },
  );
  await rig.pass(hour);
  expect((await rig.state()).lastProblem).toMatchObject({ code: 'no_jobs_visible' });
  expect(await rig.state()).toMatchObject({ consecutiveFailures: 0 });
  expect((await storedJobs(rig.store)).every(({ missingSinceMs }) => missingSinceMs === null)).toBe(true);
});

test('what retention deletes later stays with us, marked', async () => {
  const rig = await startSyncRig({ random: () => 0 });
  rig.world.addJob('rotating');
  rig.world.addHistory(rig.world.job('rotating'), 30, (number) => ({
    startedAtMs: rig.clock.nowMs() - (31 - number) * hour,
  }));
  await rig.connect();
  rig.world.rotate(rig.world.job('rotating'), 10);
  await rig.pass(1.1 * hour);
  const rows = await rig.store.db.selectFrom('build').select(['number', 'is_in_jenkins']).orderBy('number').execute();
  expect(rows.map(({ is_in_jenkins }) => is_in_jenkins)).toEqual([...Array(20).fill(0), ...Array(10).fill(1)]);
  expect(await storedJob(rig.store, 'rotating')).toMatchObject({ counts: [30, 0, 0], expected: 30 });
});

test('history goes as far back as the connection says, and further when that is changed', async () => {
  const rig = await startSyncRig();
  rig.world.addJob('long', { kind: 'pipeline' });
  rig.world.addHistory(rig.world.job('long'), 400, variedBuild(rig.clock.nowMs(), 400, day / 2));
  rig.world.addJob('ancient');
  rig.world.addHistory(rig.world.job('ancient'), 3, variedBuild(rig.clock.nowMs() - 300 * day, 3));
  await rig.connect({ historyDays: 30 });
  const limit = (days: number) => rig.clock.nowMs() - days * day;
  const isWithin = (days: number) => (build: { job: { name: string }; number: number; startedAtMs: number }) =>
    build.job.name === 'ancient' ? build.number === 3 : build.startedAtMs >= limit(days);
  expect(await differences(rig.store, rig.world, { isWanted: isWithin(30) })).toEqual([]);
  expect((await storedJob(rig.store, 'long')).expected).toBe(60);
  await rig.connect({ historyDays: 150 });
  expect(await differences(rig.store, rig.world, { isWanted: isWithin(150) })).toEqual([]);
  expect(await rig.state()).toMatchObject({ isIdle: true, progressDone: 301, progressTotal: 301 });
});

test('at most so many builds of a job, the newest', async () => {
  const rig = await startSyncRig();
  addJobs(rig, ['many'], 180);
  await rig.connect({ historyBuilds: 25 });
  expect(await storedJob(rig.store, 'many')).toMatchObject({ counts: [25, 0, 0], expected: 25 });
  await rig.connect({ historyBuilds: 150 });
  expect(await storedJob(rig.store, 'many')).toMatchObject({ counts: [150, 0, 0], expected: 150 });
});

test('jobs are chosen by globs, and what is left out is neither fetched nor expected', async () => {
  const rig = await startSyncRig();
  addJobs(rig, ['team/api', 'team/web', 'sandbox/x'], 5);
  await rig.connect({ includeJobs: ['team/**'], excludeJobs: ['**/web'] });
  expect((await storedJobs(rig.store)).map(({ name }) => name)).toEqual(['team/api']);
  await rig.connect({ excludeJobs: ['team/api'] });
  expect((await storedJobs(rig.store)).map(({ name }) => name)).toEqual(['sandbox/x', 'team/api', 'team/web']);
  rig.world.addBuild(rig.world.job('team/api'));
  await rig.pass(minute);
  expect(await storedJob(rig.store, 'team/api')).toMatchObject({
    missingSinceMs: null,
    counts: [5, 0, 0],
    expected: 5,
  });
  await rig.connect();
  await expectTruth(rig);
});

test('the pull request and the name of a branch are known before its builds, and looked at again', async () => {
  const rig = await startSyncRig({ random: () => 0 });
  const pull = {
    url: 'https://git.example/x/pull/3',
    title: 'First',
    contributor: 'a',
    contributorName: 'A',
    contributorEmail: 'a@x',
  };
  await rig.connect();
  const branch = rig.world.addBranch('repo', 'PR-3', { pullRequest: pull });
  rig.world.addBuild(branch, { revisions: [] });
  await rig.pass(minute);
  await expectTruth(rig);
  const job = rig.world.job('repo/PR-3');
  job.branch = { head: 'PR-3', isPrimary: false, isDead: false, pullRequest: { ...pull, title: 'Second' } };
  await rig.restart();
  await rig.pass(1.1 * hour);
  const row = await rig.store.db
    .selectFrom('job')
    .select('pull_request')
    .where('full_name', '=', 'repo/PR-3')
    .executeTakeFirstOrThrow();
  expect(JSON.parse(row.pull_request ?? '')).toMatchObject({ title: 'Second', number: '3' });
});

test('a controller that tells other times and numbers at every look does not fill the store with jobs', async () => {
  const rig = await startSyncRig();
  const job = rig.world.addJob('restless');
  let reads = 0;
  rig.world.addHistory(job, 20, (number) => {
    reads += 1;
    return { startedAtMs: rig.clock.nowMs() - reads * 1_000 - (20 - number) * minute };
  });
  await rig.connect();
  let next = 21;
  rig.fake.faults.add(
    eachMember((key, value) => {
      if (key !== 'nextBuildNumber') return value;
      next = next === 21 ? 5 : 21;
      return next;
    }),
    { match: 'heads' },
  );
  await rig.pass(20 * minute);
  expect(rig.defects).toEqual([]);
  expect((await storedJobs(rig.store)).length).toBeLessThanOrEqual(5);
  expect(rig.fake.stats.total).toBeLessThan(400);
});
