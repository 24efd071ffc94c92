import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildKey, publicBuildId } from '../../src/core/entity-id.ts';
import { createConnection } from '../../src/operations/create-connection.ts';
import { deleteConnection } from '../../src/operations/delete-connection.ts';
import { wantDeepData } from '../../src/operations/want-deep-data.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { isEmbedded } from '../storage/back-end-of-run.ts';
import { sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';
import { anonymous, asUser, connectionInput, type House, openHouse } from './house.ts';

const dayMs = 86_400_000;
const id = publicBuildId(buildKey(1, 7));
let house: House;
beforeEach(async () => {
  house = await openHouse();
  await createConnection(house.ctx, connectionInput());
  const atMs = house.clock.nowMs();
  const old = sampleBuild({ number: 7, startedAtMs: atMs - 30 * dayMs, commit: 'a'.repeat(40) });
  await createCollectionStore(house.store).recordStep(
    sampleStep({
      atMs,
      newJobs: [sampleJob('app', { kind: 'pipeline' })],
      builds: [{ jobId: { newJob: 0 }, build: old }],
    }),
  );
});
afterEach(() => house.close());

const want = (ctx = house.as(asUser('viewer')), buildId: string = id) => wantDeepData(ctx, { id: buildId });

test('what is missing of an older build is asked for', async () => {
  expect(await want()).toBe(true);
  expect(house.hinted).toEqual([[1, 'deep']]);
  expect(await want(house.ctx, publicBuildId(buildKey(1, 8)))).toBe(false);
  expect(house.hinted).toHaveLength(1);
  await expect(want(house.as(anonymous))).rejects.toMatchObject({ code: 'unauthorized' });
});

test('nothing is promised of a connection that was removed', async () => {
  await deleteConnection(house.ctx, { id: 1, confirm: 'Production', deleteHistory: false });
  expect(await want()).toBe(false);
  expect(house.hinted).toEqual([]);
});

test('a store that takes no writes keeps nobody from reading', async () => {
  if (isEmbedded) await sql.raw('pragma query_only = true').execute(house.store.db);
  else await house.observed.setReadOnly(true);
  expect(await want()).toBe(false);
  expect(house.hinted).toEqual([]);
});
