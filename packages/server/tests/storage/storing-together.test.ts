import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildResults } from '../../src/core/build.ts';
import { dayMs, hourMs } from '../../src/core/calendar.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { openStore, type Store } from '../../src/storage/open-store.ts';
import { type OpenedStore, postgres } from './back-ends.ts';
import { sampleBuild, sampleJob, sampleStep } from './sample.ts';

const start = Date.UTC(2026, 2, 1);
let opened: OpenedStore;
const handles: Store[] = [];

beforeEach(async () => {
  opened = await postgres.open();
});
afterEach(async () => {
  for (const handle of handles.splice(0)) await handle.close();
  await opened.close();
});

function openOther(): Store {
  const handle = openStore({ ...opened.place, role: 'collector' });
  handles.push(handle);
  return handle;
}

async function rolledUp(table: 'rollup_hour' | 'rollup_day'): Promise<Map<string, number>> {
  const rows = await opened.store.db.selectFrom(table).selectAll().execute();
  const counts = rows.map((row): [string, number] => [
    `${row.connection_id}:${row.slot_ms}`,
    row.success + row.unstable + row.failure + row.aborted + row.not_built,
  ]);
  return new Map(counts.filter(([, count]) => count > 0));
}

async function recounted(unitMs: number): Promise<Map<string, number>> {
  const rows = await opened.store.db.selectFrom('build').selectAll().where('is_building', '=', 0).execute();
  const slot = (atMs: number) => Math.floor(atMs / unitMs) * unitMs;
  const groups = Map.groupBy(rows, (row) => `${row.connection_id}:${slot(row.started_at_ms)}`);
  return new Map([...groups].map(([name, builds]) => [name, builds.length]));
}

/** Stores builds of one connection in many small steps: new ones, the same again, and such that move to another hour. */
async function collect(connectionId: number): Promise<void> {
  const collection = createCollectionStore(openOther());
  const newJobs = [sampleJob('a'), sampleJob('b')];
  const ids = await collection.recordStep(sampleStep({ connectionId, newJobs }));
  for (let round = 0; round < 25; round += 1) {
    const builds = ids.flatMap((jobId) =>
      [0, 1, 2, 3].map((index) => {
        const number = ((round * 3 + index) % 40) + 1;
        const hour = (number + (round % 5 === 0 ? 1 : 0)) % 30;
        const build = sampleBuild({
          number,
          startedAtMs: start + hour * hourMs,
          result: buildResults[(round + index) % 5] ?? 'SUCCESS',
          branch: `branch ${round % 6}`,
          agent: `agent ${index}`,
        });
        return { jobId, build };
      }),
    );
    await collection.recordStep(sampleStep({ connectionId, builds }));
  }
}

test('while four processes store and three roll up, no build is left out of a roll-up or counted twice', async () => {
  let isDone = false;
  const rollUps = [1, 2, 3].map(async () => {
    const collection = createCollectionStore(openOther());
    while (!isDone) await collection.rollUpDirty(3);
  });
  await Promise.all([1, 2, 3, 4].map(collect));
  isDone = true;
  await Promise.all(rollUps);
  const last = createCollectionStore(opened.store);
  while ((await last.rollUpDirty(50)) > 0);
  expect(await rolledUp('rollup_hour')).toEqual(await recounted(hourMs));
  expect(await rolledUp('rollup_day')).toEqual(await recounted(dayMs));
  const builds = await opened.store.db.selectFrom('build').select('seq').execute();
  expect(new Set(builds.map(({ seq }) => seq)).size).toBe(builds.length);
}, 120_000);

test('a reader who goes on by cursor misses nothing of what several processes store', async () => {
  let isDone = false;
  const seen: number[] = [];
  let position = 0;
  const look = async () => {
    const rows = await opened.store.db
      .selectFrom('build')
      .select(['seq', 'id'])
      .where('seq', '>', position)
      .orderBy('seq')
      .execute();
    seen.push(...rows.map(({ id }) => id));
    position = rows.at(-1)?.seq ?? position;
  };
  const reader = (async () => {
    while (!isDone) await look();
    await look();
  })();
  await Promise.all([1, 2, 3].map(collect));
  isDone = true;
  await reader;
  const all = await opened.store.db.selectFrom('build').select('id').execute();
  expect(new Set(seen)).toEqual(new Set(all.map(({ id }) => id)));
  expect(seen).toHaveLength(all.length);
}, 120_000);
