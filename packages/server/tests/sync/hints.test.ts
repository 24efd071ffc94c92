import { expect, test } from 'vitest';
import { deepDifferences } from './deep-truth.ts';
import { richBuild } from './deep-world.ts';
import { minute, type SyncRig, startSyncRig } from './sync-rig.ts';
import { differences, ledgerFaults, storedJob } from './truth.ts';

async function startedRig(): Promise<SyncRig> {
  const rig = await startSyncRig();
  const job = rig.world.addJob('team/app', { kind: 'pipeline' });
  rig.world.addBuild(job, { startedAtMs: rig.clock.nowMs() - minute });
  await rig.connect();
  return rig;
}

async function hint(rig: SyncRig, job: string, number: number | null): Promise<void> {
  await rig.collector.hint(1, { job, number });
  await rig.collector.idle();
}

async function expectTruth(rig: SyncRig): Promise<void> {
  expect(rig.defects).toEqual([]);
  expect(await differences(rig.store, rig.world)).toEqual([]);
  expect(await deepDifferences(rig.store, rig.world)).toEqual([]);
  expect(await ledgerFaults(rig.store, rig.world)).toEqual([]);
}

test('a build that was announced is stored at once, with everything that belongs to it', async () => {
  const rig = await startedRig();
  const job = rig.world.job('team/app');
  rig.world.addBuild(job, richBuild(job, { number: 3, startedAtMs: rig.clock.nowMs() - minute }));
  rig.fake.stats.reset();
  await hint(rig, 'team/app', 2);
  await expectTruth(rig);
  expect(rig.fake.stats.count('heads')).toBe(0);
});

test('one that was announced at its start is followed to its end, which may be announced too early', async () => {
  const rig = await startedRig();
  const build = rig.world.startBuild(rig.world.job('team/app'));
  await hint(rig, 'team/app', 2);
  expect(await storedJob(rig.store, 'team/app')).toMatchObject({ counts: [1, 1, 0] });
  await rig.clock.advanceTo(rig.clock.nowMs() + 1);
  await hint(rig, 'team/app', 2);
  rig.world.finishBuild(build);
  await rig.pass(5_000);
  await expectTruth(rig);
  expect(await storedJob(rig.store, 'team/app')).toMatchObject({ counts: [2, 0, 0] });
});

test('builds before the one that was announced are found with it', async () => {
  const rig = await startedRig();
  for (let count = 0; count < 4; count += 1) rig.world.addBuild(rig.world.job('team/app'));
  await hint(rig, 'team/app', 5);
  await expectTruth(rig);
});

test('what is announced is never believed: jobs and numbers that are not there change nothing', async () => {
  const rig = await startedRig();
  for (const number of [99, 0, -1, 1.5, Number.NaN, 2 ** 31]) await hint(rig, 'team/app', number);
  await hint(rig, 'nobody/knows', 3);
  await hint(rig, '__proto__', null);
  await rig.pass(20 * minute);
  await expectTruth(rig);
  expect(await storedJob(rig.store, 'team/app')).toMatchObject({ next: 2, counts: [1, 0, 0] });
  expect(await rig.state()).toMatchObject({ lastProblem: null });
});

test('a job that was never seen makes us look at the heads within a second', async () => {
  const rig = await startedRig();
  rig.world.addBuild(rig.world.addJob('team/new'), { startedAtMs: rig.clock.nowMs() - minute });
  await hint(rig, 'team/new', 1);
  await rig.pass(1_000);
  await expectTruth(rig);
});
