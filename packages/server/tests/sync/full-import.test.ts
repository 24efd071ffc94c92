import { expect, test } from 'vitest';
import { startSyncRig } from './sync-rig.ts';
import { differences, ledgerFaults, storedJob } from './truth.ts';
import { buildMixedWorld } from './worlds.ts';

test('imports a mixed world: every build equals the truth, every ledger is complete', async () => {
  const rig = await startSyncRig();
  buildMixedWorld(rig.world);
  await rig.connect();
  expect(rig.defects).toEqual([]);
  expect(await differences(rig.store, rig.world)).toEqual([]);
  expect(await ledgerFaults(rig.store, rig.world)).toEqual([]);
  const state = await rig.state();
  expect(state).toMatchObject({
    phase: 'done',
    isIdle: true,
    consecutiveFailures: 0,
    lastProblem: null,
    etaSeconds: null,
  });
  expect(state.progressDone).toBe(state.progressTotal);
  expect(state.progressTotal).toBeGreaterThan(1_000);
  expect(rig.fake.stats.rude).toEqual([]);
  expect(await storedJob(rig.store, 'repo/feature%2Flogin')).toMatchObject({
    kind: 'multibranch-branch',
    displayName: 'feature/login',
  });
});
