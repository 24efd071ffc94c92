import { expect, test } from 'vitest';
import type { RequestKind } from '../../testkit/fake-jenkins/request-kind.ts';
import { day, minute, type SyncRig, startSyncRig } from './sync-rig.ts';
import { ledgerFaults, storedJobs } from './truth.ts';
import { longAgoMs, variedBuild } from './worlds.ts';

function addJobs(
  rig: SyncRig,
  count: number,
  { builds, folderSize = 1_000, spacingMs = 3_600_000 }: { builds: number; folderSize?: number; spacingMs?: number },
): void {
  for (let index = 0; index < count; index += 1) {
    const name = `folder ${Math.floor(index / folderSize)}/job ${index}`;
    const job = rig.world.addJob(name, { kind: index % 3 === 0 ? 'pipeline' : 'freestyle' });
    rig.world.addHistory(job, builds, variedBuild(longAgoMs(rig.clock.nowMs()), builds, spacingMs));
  }
}

async function importAll(rig: SyncRig): Promise<{ requests: number; builds: number; loads: number }> {
  await rig.connect();
  expect(rig.defects).toEqual([]);
  expect(await rig.state()).toMatchObject({ isIdle: true, phase: 'done' });
  expect(await ledgerFaults(rig.store, rig.world)).toEqual([]);
  expect(rig.fake.stats.rude).toEqual([]);
  const { count } = await rig.store.db
    .selectFrom('build')
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const { cold, warm } = rig.fake.stats.loads;
  return { requests: rig.fake.stats.total, builds: count, loads: cold + warm };
}

const mostBytes = 8 * 1024 * 1024;
const largest = (rig: SyncRig) => Math.max(...rig.fake.stats.requests.map(({ plainBytes }) => plainBytes));

test('imports 200 jobs of 100 builds with at most 20 requests per 1,000 builds', async () => {
  const rig = await startSyncRig();
  addJobs(rig, 200, { builds: 100, folderSize: 20 });
  const { requests, builds, loads } = await importAll(rig);
  expect(builds).toBe(20_000);
  expect(requests / 20).toBeLessThanOrEqual(5);
  expect(loads).toBeLessThan(1.1 * builds);
  expect(largest(rig)).toBeLessThan(mostBytes);
});

test('imports many small jobs in small folders, read together', async () => {
  const rig = await startSyncRig();
  addJobs(rig, 300, { builds: 4, folderSize: 3 });
  const { requests, builds } = await importAll(rig);
  expect(builds).toBe(1_200);
  expect(requests).toBeLessThanOrEqual(20);
});

test('imports jobs whose retention keeps little of many numbers', async () => {
  const rig = await startSyncRig();
  addJobs(rig, 200, { builds: 900, folderSize: 20 });
  for (const job of rig.world.jobs()) rig.world.rotate(job, 10);
  const { requests, builds } = await importAll(rig);
  expect(requests).toBeLessThanOrEqual((20 * builds) / 1_000);
});

test('imports long histories of few jobs', async () => {
  const rig = await startSyncRig();
  addJobs(rig, 6, { builds: 2_000, spacingMs: minute * 30 });
  const { requests, builds } = await importAll(rig);
  expect(builds).toBe(12_000);
  expect(requests / 12).toBeLessThanOrEqual(20);
  expect(largest(rig)).toBeLessThan(mostBytes);
});

test('shows the last result of 5,000 jobs after at most 30 requests, and an idle poll of them costs 3 and loads nothing', async () => {
  const rig = await startSyncRig();
  addJobs(rig, 4_000, { builds: 1, folderSize: 37 });
  for (let index = 0; index < 1_000; index += 1) {
    const branch = rig.world.addBranch(`repo ${index % 200}`, `branch ${index}`);
    rig.world.addHistory(branch, 1, (number) => ({
      startedAtMs: longAgoMs(rig.clock.nowMs()) - number * day,
      revisions: [],
    }));
  }
  const { requests, builds } = await importAll(rig);
  expect(builds).toBe(5_000);
  expect(requests).toBeLessThanOrEqual(30);
  expect((await storedJobs(rig.store)).every(({ counts }) => counts[0] === 1)).toBe(true);
  rig.fake.stats.reset();
  await rig.collector.nudge(1);
  await rig.collector.idle();
  expect(rig.fake.stats.total).toBeLessThanOrEqual(3);
  await rig.pass(5 * minute);
  const kinds = new Set<RequestKind>(rig.fake.stats.byKind.keys());
  expect(kinds).toEqual(new Set(['heads', 'computer', 'queue']));
  // Ten polls of the heads, and executors and queue three times as often.
  expect(rig.fake.stats.total).toBeLessThanOrEqual(10 + 2 * 31);
  expect(rig.fake.stats.loads).toEqual({ cold: 0, warm: 0 });
}, 60_000);
