import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Disturbances } from '../../src/disturbances.ts';
import { createReadiness } from '../../src/readiness.ts';
import { openStore, type Store } from '../../src/storage/open-store.ts';
import { findSetting, writeSetting } from '../../src/storage/setting-repository.ts';
import { watchedStore } from '../../src/watched-store.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';

let folder: string;
let opened: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buildbutler-ready-'));
  opened = openStore({ path: join(folder, 'store.db'), role: 'api' });
});
afterEach(async () => {
  await opened.close();
  await rm(folder, { recursive: true });
});

function house() {
  const clock = new ManualClock();
  const disturbances = new Disturbances();
  const store = watchedStore(opened, (problem) => disturbances.report('disk', problem));
  const readiness = createReadiness({ store, secrets: { isUnlocked: true }, disturbances, clock });
  return { clock, disturbances, store, readiness };
}

const write = (store: Store, value: string) => store.transaction((tx) => writeSetting(tx, 'kept', value));

test('a full disk: nothing is lost, reads go on, the reason is told', async () => {
  const { disturbances, store } = house();
  await write(store, 'before');
  // SQLite answers exactly as on a full disk once the file may not grow any more.
  await sql`pragma max_page_count = 1`.execute(opened.db);
  const large = write(store, 'x'.repeat(1_000_000));
  await expect(large).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('full') });
  expect(await findSetting(store.db, 'kept')).toBe('before');
  expect(disturbances.list()).toEqual([expect.stringMatching(/disk .* full.*Free some space/)]);
  await write(store, 'after');
  expect(await findSetting(store.db, 'kept')).toBe('after');
});

test('a disk that refuses writes: not ready until one goes through again, tried by itself every five seconds', async () => {
  const { clock, readiness, store } = house();
  expect(await readiness.check()).toEqual({ blocking: [], notes: [] });
  await sql`pragma query_only = on`.execute(opened.db);
  await expect(write(store, 'lost')).rejects.toMatchObject({ code: 'unavailable' });
  const refused = { blocking: [expect.stringContaining('cannot be written')], notes: [] };
  expect(await readiness.check()).toEqual(refused);
  await sql`pragma query_only = off`.execute(opened.db);
  expect(await readiness.check()).toEqual(refused);
  await clock.advance(5_000);
  expect(await readiness.check()).toEqual({ blocking: [], notes: [] });
});

test('what a verb refuses is no disturbance', async () => {
  const disturbances = new Disturbances();
  const store = watchedStore(opened, (problem) => disturbances.report('disk', problem));
  await expect(store.transaction(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(disturbances.list()).toEqual([]);
});

test('each reason is told once; a locked secret box is told too but keeps nobody from reading', async () => {
  const clock = new ManualClock();
  const disturbances = new Disturbances();
  disturbances.report('collector', 'stopped');
  disturbances.report('queue', 'stopped');
  const readiness = createReadiness({ store: opened, secrets: { isUnlocked: false }, disturbances, clock });
  expect(await readiness.check()).toEqual({ blocking: ['stopped'], notes: [expect.stringMatching(/^Locked: /)] });
});
