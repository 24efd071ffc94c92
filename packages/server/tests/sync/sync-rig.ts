import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ConnectionSettings, ConnectionState } from '../../src/core/connection.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { openStore, type Store } from '../../src/storage/open-store.ts';
import type { Collector } from '../../src/sync/collector.ts';
import {
  type FakeJenkins,
  type FakeJenkinsOptions,
  startFakeJenkins,
} from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { World } from '../../testkit/fake-jenkins/world.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { makePlace } from '../storage/back-end-of-run.ts';
import { collectorOn, settingsFor } from './collector-on.ts';

export { settingsFor };

export const minute = 60_000;
export const hour = 3_600_000;
export const day = 86_400_000;

export interface SyncRig {
  readonly clock: ManualClock;
  readonly world: World;
  readonly fake: FakeJenkins;
  readonly store: Store;
  /** What the engine itself failed with: bugs. */
  readonly defects: readonly unknown[];
  collector: Collector;
  /** Connects to the fake (again, with these changes) and waits until nothing is left to do for the moment. */
  connect(change?: Partial<ConnectionSettings>): Promise<void>;
  /** Lets time pass; everything that becomes due on the way is done. */
  pass(ms: number): Promise<void>;
  /** Ends the collector and begins with a new one on the same store. */
  restart(change?: Partial<ConnectionSettings>): Promise<void>;
  state(connectionId?: number): Promise<ConnectionState>;
}

export interface RigOptions extends Omit<FakeJenkinsOptions, 'world'> {
  readonly startMs?: number;
  /** Where in their spread loops fall: the middle (0.5) by default. */
  readonly random?: () => number;
}

export async function startSyncRig(options: RigOptions = {}): Promise<SyncRig> {
  const { startMs, random = () => 0.5, ...fakeOptions } = options;
  const clock = new ManualClock(startMs);
  const world = new World({ nowMs: clock.nowMs });
  const fake = await startFakeJenkins({ ...fakeOptions, world });
  const folder = await mkdtemp(join(tmpdir(), 'buildbutler-sync-'));
  const observed = await makePlace(join(folder, 'buildbutler.db'));
  const store = openStore({ ...observed.place, role: 'collector' });
  const defects: unknown[] = [];
  const rig: SyncRig = {
    clock,
    world,
    fake,
    store,
    defects,
    collector: collectorOn(store, clock, { defects, random }),
    async connect(change) {
      await rig.collector.configure([settingsFor(fake.url, change)]);
      await rig.collector.idle();
    },
    async pass(ms) {
      const untilMs = clock.nowMs() + ms;
      for (;;) {
        await rig.collector.idle();
        const nextMs = clock.nextWakeMs;
        if (nextMs === null || nextMs > untilMs) break;
        await clock.advanceTo(nextMs);
      }
      await clock.advanceTo(untilMs);
      await rig.collector.idle();
    },
    async restart(change) {
      await rig.collector.stop();
      rig.collector = collectorOn(store, clock, { defects, random });
      await rig.connect(change);
    },
    state: (connectionId = 1) => createCollectionStore(store).loadState(connectionId),
  };
  onTestFinished(async () => {
    await rig.collector.stop();
    await store.close();
    await observed.remove();
    await fake.close();
    await rm(folder, { recursive: true, force: true });
  });
  return rig;
}
