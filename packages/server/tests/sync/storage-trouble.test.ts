import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { minute, type SyncRig, settingsFor, startSyncRig } from './sync-rig.ts';
import { differences, ledgerFaults } from './truth.ts';
import { buildMixedWorld } from './worlds.ts';

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Until all is done, with time going on: answers that took minutes by the clock let the collector pause. */
async function letWork({ clock, collector }: SyncRig): Promise<void> {
  let isDone = false;
  void collector.idle().then(() => {
    isDone = true;
  });
  while (!isDone) {
    await turns(200);
    if (!isDone) await clock.advance(1_000);
  }
}

test('a full disk stops nothing but storing, loses nothing, and is got over by itself', async () => {
  const rig = await startSyncRig();
  buildMixedWorld(rig.world);
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(rig.store.db);
  await sql`pragma max_page_count = ${sql.raw(String((rows[0]?.page_count ?? 0) + 40))}`.execute(rig.store.db);
  await rig.collector.configure([settingsFor(rig.fake.url)]);
  for (let minutes = 0; minutes < 10; minutes += 1) {
    await turns(200);
    await rig.clock.advance(minute);
  }
  expect(rig.defects).toEqual([]);
  expect(await rig.state()).toMatchObject({ isIdle: false });
  expect((await rig.state()).phase).not.toBe('done');
  const requests = rig.fake.stats.count('recent-of-folder');
  await sql`pragma max_page_count = 1000000`.execute(rig.store.db);
  await letWork(rig);
  await rig.pass(minute);
  expect(rig.defects).toEqual([]);
  expect(await differences(rig.store, rig.world)).toEqual([]);
  expect(await ledgerFaults(rig.store, rig.world)).toEqual([]);
  expect(rig.fake.stats.count('recent-of-folder')).toBeLessThanOrEqual(requests + 6);
  expect(await rig.state()).toMatchObject({ isIdle: true, lastProblem: null });
});

test('roll-ups follow within five seconds of what was stored', async () => {
  const rig = await startSyncRig();
  const job = rig.world.addJob('api');
  await rig.connect();
  rig.world.addBuild(job, { durationMs: 900 });
  await rig.collector.nudge(1);
  const count = () => rig.store.db.selectFrom('build').selectAll().execute();
  while ((await count()).length === 0) await new Promise((resolve) => setImmediate(resolve));
  await rig.clock.advance(5_000);
  while ((await rig.store.db.selectFrom('dirty_hour').selectAll().execute()).length > 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  const rolled = await rig.store.db.selectFrom('rollup_hour').select('success').where('success', '>', 0).execute();
  expect(rolled).toHaveLength(1);
});
