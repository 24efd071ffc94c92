import { expect, test } from 'vitest';
import { type SyncRig, startSyncRig } from './sync-rig.ts';
import { differences, ledgerFaults, storedJob } from './truth.ts';
import { longAgoMs, variedBuild } from './worlds.ts';

async function expectTruth(rig: SyncRig): Promise<void> {
  expect(rig.defects).toEqual([]);
  expect(await differences(rig.store, rig.world)).toEqual([]);
  expect(await ledgerFaults(rig.store, rig.world)).toEqual([]);
  expect(await rig.state()).toMatchObject({ isIdle: true, phase: 'done', lastProblem: null });
}

const tenMinutes = 600_000;

test('walks back through a pipeline too long for one answer, over gaps, while its anchors are deleted', async () => {
  const rig = await startSyncRig();
  const job = rig.world.addJob('endless', { kind: 'pipeline' });
  rig.world.addHistory(job, 3_000, variedBuild(longAgoMs(rig.clock.nowMs()), 3_000, tenMinutes));
  for (let number = 1_200; number < 1_900; number += 1) rig.world.deleteBuild(job, number);
  let chains = 0;
  rig.fake.faults.add(
    async (exchange) => {
      // The build that the walk goes on from is deleted on its way.
      chains += 1;
      if (chains === 20) rig.world.deleteBuild(job, 2_400);
      await exchange.send(exchange.reply());
    },
    { match: 'chain' },
  );
  await rig.connect();
  expect(rig.fake.stats.count('chain')).toBeLessThan(230);
  expect(rig.fake.stats.count('every')).toBe(0);
  rig.fake.faults.clear();
  expect(await storedJob(rig.store, 'endless')).toMatchObject({ expected: 3_000 });
  expect((await differences(rig.store, rig.world)).filter((line) => !line.startsWith('endless #2400'))).toEqual([]);
  await rig.pass(11 * 60_000);
  expect((await storedJob(rig.store, 'endless')).counts[1]).toBe(0);
});

test('a pipeline whose builds are rotated away during the walk ends where the controller does', async () => {
  const rig = await startSyncRig();
  const job = rig.world.addJob('rotating', { kind: 'pipeline' });
  rig.world.addHistory(job, 2_800, (number) => ({
    startedAtMs: longAgoMs(rig.clock.nowMs()) - (2_801 - number) * tenMinutes,
  }));
  let chains = 0;
  rig.fake.faults.add(
    async (exchange) => {
      chains += 1;
      if (chains === 5) rig.world.rotate(job, 20);
      await exchange.send(exchange.reply());
    },
    { match: 'chain' },
  );
  await rig.connect();
  expect(rig.defects).toEqual([]);
  expect(await rig.state()).toMatchObject({ isIdle: true, phase: 'done' });
  expect(chains).toBeLessThan(12);
});

test('reads thousands of freestyle builds at once and stores them in portions', async () => {
  const rig = await startSyncRig();
  const job = rig.world.addJob('busy');
  rig.world.addHistory(job, 4_200, variedBuild(longAgoMs(rig.clock.nowMs()), 4_200, tenMinutes));
  await rig.connect();
  expect(rig.fake.stats.count('every')).toBe(1);
  await expectTruth(rig);
});

test('progress only grows, and so do the phases, until everything is done', async () => {
  const rig = await startSyncRig({ latencyMs: 2 });
  for (let index = 0; index < 40; index += 1) {
    const job = rig.world.addJob(`team ${index % 5}/job ${index}`, { kind: 'pipeline' });
    rig.world.addHistory(job, 20 + index * 6, variedBuild(longAgoMs(rig.clock.nowMs()), 20 + index * 6));
  }
  const phases: string[] = [];
  const shares: number[] = [];
  const dones: number[] = [];
  let isOver = false;
  const connecting = rig.connect().then(() => {
    isOver = true;
  });
  while (!isOver) {
    const { phase, progressDone, progressTotal } = await rig.state();
    if (phases.at(-1) !== phase) phases.push(phase);
    if (progressTotal > 0) {
      shares.push(progressDone / progressTotal);
      dones.push(progressDone);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await connecting;
  expect(phases.filter((phase) => phase !== 'waiting')).toEqual(
    ['mapping', 'latest', 'recent', 'older', 'done'].filter((phase) => phases.includes(phase)),
  );
  expect(phases).toContain('recent');
  for (const [index, share] of shares.entries()) {
    expect(share).toBeGreaterThanOrEqual(shares[index - 1] ?? 0);
    expect(dones[index]).toBeGreaterThanOrEqual(dones[index - 1] ?? 0);
  }
  expect(new Set(dones).size).toBeGreaterThan(5);
  await expectTruth(rig);
});
