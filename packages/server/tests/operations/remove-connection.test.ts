import { afterEach, beforeEach, expect, test } from 'vitest';
import { createConnection } from '../../src/operations/create-connection.ts';
import { deleteConnection } from '../../src/operations/delete-connection.ts';
import { finishRemovals } from '../../src/operations/finish-removals.ts';
import { getConnection } from '../../src/operations/get-connection.ts';
import { listConnections } from '../../src/operations/list-connections.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { rollUpDirty } from '../../src/storage/rollup.ts';
import { runningBuild, sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';
import { asUser, connectionInput, type House, openHouse } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const add = (name: string) => createConnection(house.ctx, connectionInput({ name, url: `https://${name}` }));
const remove = (id: number, confirm: string, deleteHistory: boolean) =>
  deleteConnection(house.ctx, { id, confirm, deleteHistory });
const count = async (table: string, id: number, column = 'connection_id') =>
  Number((await house.rows(`select count(*) as count from ${table} where ${column} = ${id}`))[0]?.count);

/** A job with `builds` finished builds and one that runs, and a job without any. */
async function collect(connectionId: number, builds: number): Promise<void> {
  const step = sampleStep({
    connectionId,
    newJobs: [sampleJob('a', { nextBuildNumber: builds + 2 }), sampleJob('b')],
    builds: [
      ...Array.from({ length: builds }, (_, index) => ({
        jobId: { newJob: 0 },
        build: sampleBuild({ number: index + 1, result: 'FAILURE' }),
      })),
      { jobId: { newJob: 0 }, build: runningBuild({ number: builds + 1 }) },
    ],
    state: {
      phase: 'done',
      lastProblem: { code: 'dns', message: '', cause: '', fix: '', atMs: 1 },
      consecutiveFailures: 3,
    },
  });
  const store = createCollectionStore(house.store);
  const [jobId = 0] = await store.recordStep(step);
  const ledger = { collected: [[1, builds]], open: [[builds + 1, builds + 1]], lost: [] } as const;
  await store.recordStep(sampleStep({ connectionId, jobChanges: [{ id: jobId, ledger }] }));
  await rollUpDirty(house.store, 1000);
}

test('the name has to be typed; otherwise nothing happens', async () => {
  await add('Production');
  for (const confirm of ['', 'production', 'Staging']) {
    await expect(remove(1, confirm, true)).rejects.toMatchObject({
      code: 'unprocessable',
      details: [{ path: 'confirm', message: expect.stringContaining('"Production"') }],
    });
  }
  await expect(remove(2, 'Production', true)).rejects.toMatchObject({ code: 'not_found' });
  expect((await getConnection(house.ctx, { id: 1 })).hasToken).toBe(true);
  expect(house.changes).toHaveLength(1);
});

test('only administrators remove', async () => {
  await add('a');
  const removing = deleteConnection(house.as(asUser('editor')), { id: 1, confirm: 'a', deleteHistory: false });
  await expect(removing).rejects.toMatchObject({ code: 'forbidden' });
});

test('history stays unless asked; the token goes, and builds that still ran', async () => {
  await add('a');
  await collect(1, 3);
  await remove(1, 'a', false);

  expect((await listConnections(house.ctx)).data).toEqual([]);
  await expect(getConnection(house.ctx, { id: 1 })).rejects.toMatchObject({ code: 'not_found' });
  expect(house.changes).toEqual([['a'], []]);
  expect(await house.rows('select token_sealed, deleted_at_ms from connection')).toEqual([
    { token_sealed: null, deleted_at_ms: house.clock.nowMs() },
  ]);
  expect(await house.rows('select number, is_building from build order by number')).toEqual(
    [1, 2, 3].map((number) => ({ number, is_building: 0 })),
  );
  expect(await count('job', 1)).toBe(2);
  expect(await count('rollup_hour', 1)).toBeGreaterThan(0);
  expect(
    await house.rows("select last_number, is_building, open_count, collected_count, ledger from job where name = 'a'"),
  ).toEqual([
    {
      last_number: 3,
      is_building: 0,
      open_count: 0,
      collected_count: 3,
      ledger: '{"collected":[[1,3]],"open":[],"lost":[]}',
    },
  ]);
  expect(await house.rows("select * from setting where key like 'removal:%'")).toEqual([]);
  expect((await house.audit()).at(-1)).toMatchObject({
    action: 'connection.deleted',
    detail: 'history kept',
  });
});

test('with its history nothing of it is left, and nothing of others is touched', async () => {
  await add('a');
  await add('b');
  await collect(1, 4500);
  await collect(2, 5);
  const others = () =>
    Promise.all(
      ['connection_state', 'job', 'build', 'rollup_hour', 'rollup_day'].map((table) =>
        house.rows(`select * from ${table} where connection_id = 2 order by 1, 2`),
      ),
    );
  const before = await others();
  await remove(1, 'a', true);
  for (const table of ['connection_state', 'job', 'build', 'rollup_hour', 'rollup_day', 'dirty_hour']) {
    expect([table, await count(table, 1)]).toEqual([table, 0]);
  }
  expect(await count('connection', 1, 'id')).toBe(0);
  expect(await others()).toEqual(before);
  expect(await house.rows("select * from setting where key like 'removal:%'")).toEqual([]);
  expect((await listConnections(house.ctx)).data.map(({ name }) => name)).toEqual(['b']);
});

test('a removal that a crash has broken off is finished at the next start', async () => {
  await add('a');
  await collect(1, 10);
  const crashing = house.as(asUser('admin'), {
    connectionsChanged: async () => {
      throw new Error('power cut');
    },
  });
  await expect(deleteConnection(crashing, { id: 1, confirm: 'a', deleteHistory: true })).rejects.toThrow('power cut');
  expect((await listConnections(house.ctx)).data).toEqual([]);
  expect(await count('build', 1)).toBe(11);
  await finishRemovals(house.ctx);
  expect([await count('build', 1), await count('job', 1), await count('connection', 1, 'id')]).toEqual([0, 0, 0]);
});

test('the id of a removed connection is never given again', async () => {
  await add('a');
  await remove(1, 'a', true);
  expect((await add('a')).id).toBe(2);
});

test('added again from the same address, a connection takes up its history with the new settings', async () => {
  await add('a');
  await collect(1, 3);
  await remove(1, 'a', false);
  await house.clock.advance(1000);
  const again = await createConnection(
    house.ctx,
    connectionInput({ name: 'Anew', url: 'https://A/', username: 'other' }),
  );
  expect(again).toMatchObject({
    id: 1,
    name: 'Anew',
    username: 'other',
    hasToken: true,
    status: 'Active',
    lastError: null,
    consecutiveFailures: 0,
    builds: { known: 3 },
    createdAt: new Date(house.clock.nowMs()).toISOString(),
  });
  await finishRemovals(house.ctx);
  expect(await count('build', 1)).toBe(3);
});

test('but not a history that is on its way out', async () => {
  await add('a');
  await collect(1, 3);
  let again: Promise<{ id: number }> | undefined;
  const meanwhile = house.as(asUser('admin'), {
    connectionsChanged: async () => {
      again ??= add('a');
      await again;
    },
  });
  await deleteConnection(meanwhile, { id: 1, confirm: 'a', deleteHistory: true });
  expect((await again)?.id).toBe(2);
  expect((await listConnections(house.ctx)).data.map(({ id }) => id)).toEqual([2]);
  expect(await count('build', 1)).toBe(0);
});

test('added again while it is being removed, it keeps even the builds that run', async () => {
  await add('a');
  await collect(1, 3);
  let again: Promise<{ id: number }> | undefined;
  const meanwhile = house.as(asUser('admin'), {
    connectionsChanged: async () => {
      again ??= add('a');
      await again;
    },
  });
  await deleteConnection(meanwhile, { id: 1, confirm: 'a', deleteHistory: false });
  expect((await again)?.id).toBe(1);
  expect(await house.rows('select number from build where is_building = 1')).toEqual([{ number: 4 }]);
});
