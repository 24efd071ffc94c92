import { afterEach, beforeEach, expect, test } from 'vitest';
import { updateConnectionRow } from '../../src/storage/connection-repository.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { DatabaseLeases } from '../../src/storage/leases/database-leases.ts';
import { revokeLease } from '../../src/storage/leases/revoke-lease.ts';
import { LeaseLost, StepGuard } from '../../src/storage/leases/step-guard.ts';
import { openStore, type Store, type StoreRole } from '../../src/storage/open-store.ts';
import { databaseNowMs } from '../../src/storage/postgres/database-clock.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { type OpenedStore, postgres } from './back-ends.ts';
import { addConnection, sampleBuild, sampleJob, sampleStep } from './sample.ts';

const second = 1_000;
let opened: OpenedStore;
let clock: ManualClock;
let store: Store;

beforeEach(async () => {
  opened = await postgres.open();
  store = opened.store;
  clock = new ManualClock();
  for (const id of [1, 2]) await addConnection(store, id, `Controller ${id}`);
});
afterEach(async () => {
  for (const handle of handles.splice(0)) await handle.close();
  await opened.close();
});

const handles: Store[] = [];
function open(role: StoreRole): Store {
  const handle = openStore({ ...opened.place, role });
  handles.push(handle);
  return handle;
}

const leasesOf = (holder: string, predecessor: string | null = null) =>
  new DatabaseLeases({ store: open('leases'), holder, predecessor, nowMs: async () => clock.nowMs() });
const ask = (wanted: readonly number[] = [1, 2], isAble = true) => ({ wanted, isAble });
const jobs = () => store.db.selectFrom('job').select('full_name').orderBy('full_name').execute();

/** A process that collects from connection 1 under the lease it has. */
async function collecting(holder: string) {
  const leases = leasesOf(holder);
  const guard = new StepGuard(holder);
  const { held } = await leases.look(ask([1]));
  guard.admit(1, held.get(1) ?? 0);
  const collection = createCollectionStore(open('collector'), guard);
  const record = (name: string) => collection.recordStep(sampleStep({ newJobs: [sampleJob(name)] }));
  return { leases, guard, record };
}

test('what a process wants to store after it hung for too long is refused, whole', async () => {
  const hung = await collecting('hung');
  await hung.record('before');
  await clock.advance(26 * second);
  const other = await collecting('other');
  await other.record('by the other');
  await expect(hung.record('late')).rejects.toBeInstanceOf(LeaseLost);
  expect(await jobs()).toEqual([{ full_name: 'before' }, { full_name: 'by the other' }]);
  // Awake again, it learns what has become of it and may come to have its share again, under another lease.
  const { held } = await hung.leases.look(ask([1]));
  expect([...held]).toEqual([]);
  await other.leases.end();
  const again = await hung.leases.look(ask([1]));
  expect(again.held.get(1)).toBeGreaterThan(2);
  await expect(hung.record('under the old lease')).rejects.toBeInstanceOf(LeaseLost);
});

test('nobody takes over while a step is being stored', async () => {
  const slow = await collecting('slow');
  const checked = Promise.withResolvers<void>();
  const stored = Promise.withResolvers<void>();
  const order: string[] = [];
  const step = open('collector').transaction(async (tx) => {
    await slow.guard.check(tx, 1);
    checked.resolve();
    await stored.promise;
    order.push('stored');
  });
  await checked.promise;
  await clock.advance(26 * second);
  const takenOver = leasesOf('other')
    .look(ask([1]))
    .then(({ held }) => {
      order.push('taken over');
      return held;
    });
  await expect
    .poll(async () => (await store.db.selectFrom('collector_process').select('holder').execute()).length)
    .toBe(2);
  stored.resolve();
  await step;
  expect([...(await takenOver).keys()]).toEqual([1]);
  expect(order).toEqual(['stored', 'taken over']);
});

test('a step that nothing was taken for is refused', async () => {
  const guard = new StepGuard('nobody');
  const collection = createCollectionStore(store, guard);
  await expect(collection.recordStep(sampleStep())).rejects.toBeInstanceOf(LeaseLost);
});

test('a removed connection is collected from by nobody any more, from the moment on', async () => {
  const a = await collecting('a');
  await store.transaction(async (tx) => {
    await updateConnectionRow(tx, 1, { deleted_at_ms: 5 });
    await revokeLease(tx, 1);
  });
  await expect(a.record('late')).rejects.toBeInstanceOf(LeaseLost);
  expect((await a.leases.look(ask())).held.has(1)).toBe(false);
});

test('what was killed on the same data directory is succeeded at once', async () => {
  await leasesOf('killed').look(ask());
  expect((await leasesOf('stranger').look(ask())).held.size).toBe(0);
  const successor = leasesOf('successor', 'killed');
  await successor.look(ask());
  expect([...(await successor.look(ask())).held.keys()]).toEqual([1]);
});

test('a process that died and came back under its own name begins with new leases', async () => {
  const before = (await leasesOf('a').look(ask())).held;
  const after = (await leasesOf('a').look(ask())).held;
  for (const id of [1, 2]) expect(after.get(id)).toBeGreaterThan(before.get(id) ?? 0);
});

test('one that cannot open the tokens takes nothing while there is another, and all while there is none', async () => {
  const locked = leasesOf('locked');
  expect([...(await locked.look(ask([1, 2], false))).held.keys()]).toEqual([1, 2]);
  const able = leasesOf('able');
  expect([...(await able.look(ask())).held.keys()]).toEqual([1, 2]);
  expect((await locked.look(ask([1, 2], false))).held.size).toBe(0);
});

test('leases are good for 25 s and are renewed after 10 s', async () => {
  const leases = leasesOf('a');
  expect((await leases.look(ask())).validForMs).toBe(25 * second);
  await clock.advance(9 * second);
  expect((await leases.look(ask())).validForMs).toBe(16 * second);
  await clock.advance(2 * second);
  expect((await leases.look(ask())).validForMs).toBe(25 * second);
});

test('a note is told once, to the holder', async () => {
  const a = leasesOf('a');
  const b = leasesOf('b');
  await a.look(ask([1]));
  await b.leaveNote({ connectionId: 1, note: 'look' });
  expect((await b.look(ask([1]))).notes).toEqual([]);
  expect((await a.look(ask([1]))).notes).toEqual([{ connectionId: 1, note: 'look' }]);
  expect((await a.look(ask([1]))).notes).toEqual([]);
});

test('the clock is that of the database', async () => {
  const difference = Math.abs((await databaseNowMs(store.db)) - Date.now());
  expect(difference).toBeLessThan(60 * second);
});

test('without a guard, as in the embedded store, everything is stored', async () => {
  const collection = createCollectionStore(store);
  const [jobId = 0] = await collection.recordStep(sampleStep({ newJobs: [sampleJob('a')] }));
  await collection.recordStep(sampleStep({ builds: [{ jobId, build: sampleBuild({ number: 1 }) }] }));
  expect(await jobs()).toEqual([{ full_name: 'a' }]);
});
