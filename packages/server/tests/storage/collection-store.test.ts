import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildKey } from '../../src/core/entity-id.ts';
import { buildsOfFingerprint } from '../../src/core/fingerprint.ts';
import type { CollectionStore } from '../../src/storage/collection.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import type { Store } from '../../src/storage/open-store.ts';
import { backEnds, type OpenedStore } from './back-ends.ts';
import { runningBuild, sampleBuild, sampleJob, sampleStep } from './sample.ts';

describe.each(backEnds)('collection store on $name', ({ open }) => {
  let opened: OpenedStore;
  let store: Store;
  let collection: CollectionStore;

  beforeEach(async () => {
    opened = await open();
    store = opened.store;
    collection = createCollectionStore(store);
  });
  afterEach(() => opened.close());

  async function addJob(fullName = 'team/api'): Promise<number> {
    const [id = 0] = await collection.recordStep(sampleStep({ newJobs: [sampleJob(fullName)] }));
    return id;
  }
  const rows = () => store.db.selectFrom('build').selectAll().orderBy('id').execute();
  const job = (id: number) => store.db.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

  it('gives new jobs ids in order and stores their builds in the same step', async () => {
    const ids = await collection.recordStep(
      sampleStep({
        newJobs: [sampleJob('zeta'), sampleJob('alpha')],
        builds: [
          { jobId: { newJob: 0 }, build: sampleBuild({ number: 7 }) },
          { jobId: { newJob: 1 }, build: sampleBuild({ number: 9 }) },
        ],
      }),
    );
    const [zeta = 0, alpha = 0] = ids;
    expect(await job(zeta)).toMatchObject({ full_name: 'zeta', last_number: 7 });
    expect(await job(alpha)).toMatchObject({ full_name: 'alpha', last_number: 9 });
  });

  it('hands back what the collector must not forget', async () => {
    const jobId = await addJob('org/repo/feature%2Flogin');
    const ledger = { collected: [[3, 5]], open: [[6, 6]], lost: [[1, 2]] } as const;
    await collection.recordStep(
      sampleStep({
        jobChanges: [
          { id: jobId, ledger, nextBuildNumber: 7, firstBuildNumber: 3, isBackfilled: true, expectedCount: 6 },
        ],
        builds: [3, 4, 5].map((number) => ({ jobId, build: sampleBuild({ number, queueId: 100 + number }) })),
        state: { session: 'abc', phase: 'recent', progressDone: 5 },
      }),
    );
    const [known] = await collection.loadJobs(1);
    expect(known).toMatchObject({
      id: jobId,
      path: ['org', 'repo', 'feature%2Flogin'],
      nextBuildNumber: 7,
      firstBuildNumber: 3,
      isBackfilled: true,
      ledger,
    });
    expect(buildsOfFingerprint(known?.fingerprint ?? []).map(({ number, queueId }) => [number, queueId])).toEqual([
      [5, 105],
      [4, 104],
      [3, 103],
    ]);
    expect(await collection.loadState(1)).toMatchObject({ session: 'abc', phase: 'recent', progressDone: 5 });
    expect(await collection.loadJobs(2)).toEqual([]);
  });

  it('keeps one row a build, in its first place, while it runs and when it has finished', async () => {
    const jobId = await addJob();
    const startedAtMs = Date.UTC(2026, 2, 10, 12);
    await collection.recordStep(
      sampleStep({ builds: [{ jobId, build: runningBuild({ number: 1, startedAtMs, queueMs: 4_000, agent: 'a1' }) }] }),
    );
    expect(await collection.loadOpenBuilds(1)).toEqual([{ jobId, number: 1, startedAtMs, queueMs: 4_000 }]);
    expect(await job(jobId)).toMatchObject({ is_building: 1, last_result: null });
    await collection.recordStep(sampleStep({ builds: [{ jobId, build: sampleBuild({ number: 2 }) }] }));
    await collection.recordStep(
      sampleStep({ builds: [{ jobId, build: sampleBuild({ number: 1, startedAtMs, result: 'UNSTABLE' }) }] }),
    );
    const [first, second] = await rows();
    // The queue item and the executor are gone by the time a build has finished.
    expect(first).toMatchObject({ seq: 1, result: 1, is_building: 0, queue_ms: 4_000, duration_ms: 60_000 });
    expect(first?.agent_id).not.toBeNull();
    expect(second).toMatchObject({ seq: 3 - 1 });
    expect(await collection.loadOpenBuilds(1)).toEqual([]);
    expect(await rows()).toHaveLength(2);
  });

  it('keeps what it knows of a build that is told again only in part', async () => {
    const jobId = await addJob();
    const whole = sampleBuild({
      number: 1,
      branch: 'main',
      commit: 'c0ffee',
      tests: { total: 3, failed: 1, skipped: 0 },
      causes: [{ kind: 'timer', text: 'Started by timer', user: null, upstream: null }],
    });
    await collection.recordStep(sampleStep({ builds: [{ jobId, build: whole }] }));
    const [before] = await rows();
    const part = sampleBuild({ number: 1, isPartial: true, result: 'FAILURE', description: 'seen again' });
    await collection.recordStep(sampleStep({ builds: [{ jobId, build: part }] }));
    const [after] = await rows();
    const { description, ...detail } = JSON.parse(after?.detail ?? '{}') as Record<string, unknown>;
    expect(after).toEqual({ ...before, result: 2, deep: after?.deep, detail: after?.detail });
    expect({ ...detail, description: null }).toEqual(JSON.parse(before?.detail ?? '{}'));
    expect(description).toBe('seen again');
  });

  it('takes the last record where one step names a number twice', async () => {
    const jobId = await addJob();
    await collection.recordStep(
      sampleStep({
        builds: [
          { jobId, build: runningBuild({ number: 1 }) },
          { jobId, build: sampleBuild({ number: 1, result: 'ABORTED' }) },
        ],
      }),
    );
    expect(await rows()).toMatchObject([{ id: buildKey(jobId, 1), result: 3 }]);
  });

  it('stores a step whole or not at all', async () => {
    const jobId = await addJob('taken');
    const before = await store.db.selectFrom('counter').selectAll().orderBy('name').execute();
    await expect(
      collection.recordStep(
        sampleStep({
          // The second one clashes with the job that is there.
          newJobs: [sampleJob('fresh'), sampleJob('taken')],
          builds: [{ jobId, build: sampleBuild({ number: 5 }) }],
          state: { progressDone: 77 },
        }),
      ),
    ).rejects.toThrow();
    expect(await rows()).toEqual([]);
    expect((await collection.loadJobs(1)).map(({ path }) => path.join('/'))).toEqual(['taken']);
    expect((await collection.loadState(1)).progressDone).toBe(0);
    expect(await store.db.selectFrom('counter').selectAll().orderBy('name').execute()).toEqual(before);
  });

  it('says since when a job is red, whatever order its builds come in', async () => {
    const jobId = await addJob();
    const at = (number: number) => Date.UTC(2026, 2, 1) + number * 3_600_000;
    const results = { 1: 'FAILURE', 2: 'SUCCESS', 3: 'ABORTED', 4: 'UNSTABLE', 5: 'FAILURE', 6: 'NOT_BUILT' } as const;
    for (const number of [6, 4, 5, 1, 3, 2] as const) {
      await collection.recordStep(
        sampleStep({
          builds: [{ jobId, build: sampleBuild({ number, startedAtMs: at(number), result: results[number] }) }],
        }),
      );
    }
    expect(await job(jobId)).toMatchObject({
      red_since_number: 4,
      red_since_ms: at(4),
      last_number: 6,
      last_result: 4,
    });
    await collection.recordStep(
      sampleStep({ builds: [{ jobId, build: sampleBuild({ number: 7, startedAtMs: at(7) }) }] }),
    );
    expect(await job(jobId)).toMatchObject({ red_since_number: null, red_since_ms: null, last_result: 0 });
  });

  it('marks what the controller no longer has and deletes nothing', async () => {
    const jobId = await addJob();
    await collection.recordStep(
      sampleStep({ builds: [1, 2, 3].map((number) => ({ jobId, build: sampleBuild({ number }) })) }),
    );
    await collection.recordStep(sampleStep({ vanishedBuilds: [{ jobId, number: 1 }] }));
    expect((await rows()).map((row) => row.is_in_jenkins)).toEqual([0, 1, 1]);
    await collection.recordStep(sampleStep({ jobChanges: [{ id: jobId, goneAtMs: 5 }] }));
    expect((await rows()).map((row) => row.is_in_jenkins)).toEqual([0, 0, 0]);
  });

  it('keeps history through a rename', async () => {
    const jobId = await addJob('old name');
    await collection.recordStep(sampleStep({ builds: [{ jobId, build: sampleBuild({ number: 1 }) }] }));
    await collection.recordStep(sampleStep({ jobChanges: [{ id: jobId, path: ['folder', 'new name'] }] }));
    expect(await job(jobId)).toMatchObject({ full_name: 'folder/new name', folder: '/folder', name: 'new name' });
    expect(await rows()).toMatchObject([{ job_id: jobId }]);
  });

  it('tells readers on another handle by a rising data version', async () => {
    const reader = opened.openAgain();
    const version = async () =>
      (
        await reader.db
          .selectFrom('counter')
          .select('value')
          .where('name', '=', 'data_version')
          .executeTakeFirstOrThrow()
      ).value;
    const before = await version();
    await addJob();
    expect(await version()).toBe(before + 1);
  });
});
