import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dayMs, hourMs } from '../../src/core/calendar.ts';
import { emptyLedger } from '../../src/core/ledger.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { type Recount, recountStore } from '../../src/storage/recount/recount-store.ts';
import { writeSetting } from '../../src/storage/setting-repository.ts';
import { backEnds, type OpenedStore } from './back-ends.ts';
import { runningBuild, sampleBuild, sampleJob, sampleStep } from './sample.ts';

const start = Date.UTC(2026, 2, 1);
const results = ['SUCCESS', 'FAILURE', 'UNSTABLE', 'ABORTED', 'NOT_BUILT'] as const;

describe.each(backEnds)('a recount on $name', ({ name, open }) => {
  let opened: OpenedStore;
  let reader: OpenedStore['store'];
  beforeEach(async () => {
    opened = await open();
    reader = openStore({ ...opened.place, role: 'reader' });
    const collection = createCollectionStore(opened.store);
    const [jobId = 0, otherId = 0] = await collection.recordStep(
      sampleStep({ newJobs: [sampleJob('a'), sampleJob('b')] }),
    );
    const builds = Array.from({ length: 40 }, (_, index) => ({
      jobId: index % 2 === 0 ? jobId : otherId,
      build: sampleBuild({
        number: index + 1,
        startedAtMs: start + index * 2 * hourMs,
        result: results[index % results.length] ?? null,
        durationMs: 1_000 * index,
        queueMs: index % 3 === 0 ? null : index,
        tests: { total: 10, failed: index % 4, skipped: 1 },
      }),
    }));
    builds.push({ jobId, build: runningBuild({ number: 50, startedAtMs: start + 5 * dayMs }) });
    const numbers = (wanted: number) => builds.filter((one) => one.jobId === wanted).map(({ build }) => build.number);
    const ledgerOf = (wanted: number) => ({
      ...emptyLedger,
      collected: numbers(wanted)
        .filter((number) => number < 50)
        .map((number) => [number, number] as const),
      open: wanted === jobId ? ([[50, 50]] as const) : [],
    });
    const jobChanges = [jobId, otherId].map((id) => ({ id, ledger: ledgerOf(id) }));
    await collection.recordStep(sampleStep({ builds, jobChanges }));
    while ((await collection.rollUpDirty(100)) > 0);
  });
  afterEach(async () => {
    await reader.close();
    await opened.close();
  });

  const recount = (): Promise<Recount> => recountStore({ store: reader, isDatabase: name === 'PostgreSQL' });
  const found = async () =>
    (await recount()).differences.map(({ table, subject, field }) => `${table} ${subject} ${field}`);

  it('confirms what was stored and rolled up', async () => {
    expect(await recount()).toEqual({
      ...{ builds: 40, hours: 40, days: 5, jobs: 2, hoursBehind: 0, differenceCount: 0 },
      differences: [],
    });
  });

  it('finds every figure that was tampered with', async () => {
    const { db } = opened.store;
    const hour = start + 4 * hourMs;
    await db.updateTable('rollup_hour').set({ unstable: 7 }).where('slot_ms', '=', hour).execute();
    await db
      .updateTable('rollup_day')
      .set({ duration_sketch: new Uint8Array([5, 1]) })
      .where('slot_ms', '=', start + dayMs)
      .execute();
    await db
      .deleteFrom('rollup_hour')
      .where('slot_ms', '=', start + 50 * hourMs)
      .execute();
    await db.updateTable('job').set({ red_since_number: 3, collected_count: 1 }).where('full_name', '=', 'b').execute();
    await db.deleteFrom('build').where('number', '=', 1).execute();
    const lines = await found();
    expect(lines).toEqual(
      expect.arrayContaining([
        'rollup_hour 2026-03-01T04:00:00.000Z unstable',
        'rollup_day 2026-03-01T00:00:00.000Z unstable',
        'rollup_day 2026-03-02T00:00:00.000Z duration_sketch',
        'rollup_hour 2026-03-03T02:00:00.000Z success',
        'rollup_day 2026-03-03T00:00:00.000Z success',
        'rollup_hour 2026-03-01T00:00:00.000Z success',
        'job b red_since_number',
        'job b collected_count',
        'job a collected',
      ]),
    );
    expect((await recount()).differences).toContainEqual({
      ...{ table: 'rollup_hour', connectionId: 1, subject: '2026-03-01T04:00:00.000Z' },
      ...{ field: 'unstable', stored: '7', counted: '1' },
    });
  });

  it('leaves out hours that are behind, and connections that are being deleted', async () => {
    const { db } = opened.store;
    const hour = start + 4 * hourMs;
    await db.updateTable('rollup_hour').set({ red_ms: 1 }).where('slot_ms', '=', hour).execute();
    await db.insertInto('dirty_hour').values({ connection_id: 1, hour_ms: hour, is_changed: 1 }).execute();
    expect(await recount()).toMatchObject({ hoursBehind: 1, differences: [{ table: 'rollup_day', field: 'red_ms' }] });
    await opened.store.transaction((tx) => writeSetting(tx, 'removal:1', 'history'));
    expect(await found()).toEqual([]);
  });
});
