import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dayMs } from '../../src/core/calendar.ts';
import { buildKey } from '../../src/core/entity-id.ts';
import type { CollectionStore } from '../../src/storage/collection.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { readDeepStates } from '../../src/storage/deep/read-deep-states.ts';
import { requestDeep } from '../../src/storage/deep/request-deep.ts';
import type { DeepResult } from '../../src/storage/deep-step.ts';
import type { Store } from '../../src/storage/open-store.ts';
import { backEnds, type OpenedStore } from './back-ends.ts';
import {
  changesOf,
  logOf,
  sampleCase,
  sampleChange,
  sampleStage,
  sampleSuite,
  stagesOf,
  testsOf,
} from './deep-sample.ts';
import { runningBuild, sampleBuild, sampleJob, sampleStep } from './sample.ts';

const now = Date.UTC(2026, 2, 20);
const finished = (part: Parameters<typeof sampleBuild>[0]) => sampleBuild({ commit: 'c0ffee', ...part });
const tests = { total: 3, failed: 0, skipped: 0 };

describe.each(backEnds)('deep work on $name', ({ open }) => {
  let opened: OpenedStore;
  let store: Store;
  let collection: CollectionStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
    collection = createCollectionStore(store);
  });
  afterEach(() => opened.close());

  async function addJob(name: string, kind: 'pipeline' | 'freestyle' | 'multibranch-branch' = 'pipeline') {
    const [id = 0] = await collection.recordStep(sampleStep({ newJobs: [sampleJob(name, { kind })] }));
    return id;
  }
  const record = (part: Parameters<typeof sampleStep>[0]) => collection.recordStep(sampleStep({ atMs: now, ...part }));
  const due = (nowMs = now, most = 100) => collection.dueDeepWork(1, { nowMs, most });
  const shown = async (nowMs = now) => (await due(nowMs)).map(({ number, kind }) => `${number} ${kind}`);
  const recent = (number: number, part: Partial<Parameters<typeof sampleBuild>[0]> = {}) =>
    finished({ number, startedAtMs: now - dayMs + number * 60_000, ...part });

  it('notes what a finished build can have, and nothing for one that runs or is older than 14 days', async () => {
    const pipeline = await addJob('pipeline');
    const freestyle = await addJob('freestyle', 'freestyle');
    await record({
      builds: [
        { jobId: pipeline, build: recent(1, { result: 'FAILURE', tests }), testReportName: 'ourReport' },
        { jobId: pipeline, build: runningBuild({ number: 2, startedAtMs: now - 60_000 }) },
        { jobId: pipeline, build: finished({ number: 3, startedAtMs: now - 15 * dayMs, result: 'FAILURE', tests }) },
        // What counts is when it ended.
        { jobId: pipeline, build: finished({ number: 4, startedAtMs: now - 15 * dayMs, durationMs: 2 * dayMs }) },
        // Nothing was checked out, so nothing has changed.
        { jobId: freestyle, build: recent(2, { commit: null }) },
        { jobId: freestyle, build: recent(1, { tests: { total: 0, failed: 0, skipped: 0 } }) },
      ],
    });
    const works = await due();
    expect(
      works.map(({ jobId, number, kind }) => [jobId === pipeline ? 'pipeline' : 'freestyle', number, kind]),
    ).toEqual([
      ['pipeline', 1, 'stages'],
      ['pipeline', 1, 'tests'],
      ['pipeline', 1, 'log'],
      ['pipeline', 1, 'changes'],
      ['freestyle', 1, 'changes'],
      ['pipeline', 4, 'stages'],
      ['pipeline', 4, 'changes'],
    ]);
    expect(works.find(({ kind }) => kind === 'tests')).toMatchObject({
      reportName: 'ourReport',
      attempts: 0,
      hasFailedTests: false,
    });
    expect(await collection.countDeepWork(1)).toMatchObject({ open: 7, parked: 0, byKind: { changes: { open: 3 } } });
    expect(await collection.countDeepWork(2)).toMatchObject({ open: 0, parked: 0 });
  });

  it('gives red builds first, then the others, newest first, and only the kinds asked for', async () => {
    const jobId = await addJob('job', 'freestyle');
    const results = ['SUCCESS', 'UNSTABLE', 'ABORTED', 'FAILURE', 'SUCCESS'] as const;
    await record({ builds: results.map((result, index) => ({ jobId, build: recent(index + 1, { result }) })) });
    expect(await shown()).toEqual([
      '4 log',
      '4 changes',
      '2 log',
      '2 changes',
      '5 changes',
      '3 log',
      '3 changes',
      '1 changes',
    ]);
    expect((await due(now, 3)).length).toBe(3);
    const logs = await collection.dueDeepWork(1, { nowMs: now, most: 9, kinds: ['log'] });
    expect(logs.map(({ number }) => number)).toEqual([4, 2, 3]);
  });

  it('takes off what was stored or is not there, in the step of the build itself too, and never notes it again', async () => {
    const jobId = await addJob('job');
    const build = recent(1, { result: 'FAILURE', tests });
    await record({ builds: [{ jobId, build }] });
    await record({
      deep: [
        stagesOf(jobId, 1, [sampleStage()]),
        testsOf(jobId, 1, [sampleSuite([sampleCase()])]),
        logOf(jobId, 1, 'boom'),
        { jobId, number: 1, kind: 'changes', outcome: 'none' },
      ],
    });
    await record({
      builds: [{ jobId, build: recent(2), changes: { list: [], hasMore: false } }],
      deep: [stagesOf(jobId, 2, [])],
    });
    // The controller tells both once more.
    await record({
      builds: [
        { jobId, build },
        { jobId, build: recent(2) },
      ],
    });
    expect(await due()).toEqual([]);
    expect(await readDeepStates(store.db, buildKey(jobId, 1))).toMatchObject({
      stages: { place: 'stored' },
      tests: { place: 'stored' },
      log: { place: 'stored' },
      changes: { place: 'absent' },
    });
    expect(await readDeepStates(store.db, buildKey(jobId, 2))).toMatchObject({
      stages: { place: 'absent' },
      tests: { place: 'absent' },
    });
  });

  it('settles in one step what an earlier step has noted, when the build is told again with it', async () => {
    const jobId = await addJob('job');
    await record({ builds: [{ jobId, build: recent(1) }] });
    const again = { jobId, build: recent(1), changes: { list: [sampleChange()], hasMore: false } };
    await record({ builds: [again], deep: [stagesOf(jobId, 1, [sampleStage()])] });
    expect(await due()).toEqual([]);
    expect(await collection.countDeepWork(1)).toMatchObject({ open: 0, parked: 0 });
  });

  it('notices late changes: tests that ran again, a result that became red', async () => {
    const jobId = await addJob('job', 'freestyle');
    await record({ builds: [{ jobId, build: recent(1, { tests }) }] });
    await record({
      deep: [testsOf(jobId, 1, [sampleSuite([sampleCase()])]), { jobId, number: 1, kind: 'changes', outcome: 'none' }],
    });
    expect(await due()).toEqual([]);
    await record({ builds: [{ jobId, build: recent(1, { tests: { ...tests, total: 4 } }) }] });
    expect(await shown()).toEqual(['1 tests']);
    await record({ builds: [{ jobId, build: recent(1, { tests: { ...tests, total: 4 }, result: 'FAILURE' }) }] });
    expect(await shown()).toEqual(expect.arrayContaining(['1 tests', '1 log']));
    expect(await due()).toHaveLength(2);
  });

  it('tries again when it is time, gives up with a reason, and counts both', async () => {
    const jobId = await addJob('job');
    await record({
      builds: [
        { jobId, build: recent(1) },
        { jobId, build: recent(2) },
      ],
    });
    const failed = (number: number, kind: 'stages' | 'changes'): DeepResult => {
      return { jobId, number, kind, outcome: 'failed', retryAtMs: now + 5_000, reason: 'timeout' };
    };
    await record({ deep: [failed(2, 'stages'), failed(2, 'stages'), failed(2, 'changes')] });
    expect(await shown()).toEqual(['1 stages', '1 changes']);
    expect(await shown(now + 5_000)).toEqual(['2 stages', '2 changes', '1 stages', '1 changes']);
    expect((await due(now + 5_000))[0]).toMatchObject({ attempts: 2, isParked: false });
    await record({
      deep: [
        { jobId, number: 2, kind: 'stages', outcome: 'parked', reason: 'too slow', retryAtMs: now + dayMs },
        { jobId, number: 2, kind: 'changes', outcome: 'parked', reason: 'cannot be read' },
      ],
    });
    expect(await collection.countDeepWork(1)).toMatchObject({
      open: 2,
      parked: 2,
      byKind: { stages: { open: 1, parked: 1 } },
    });
    expect(await shown(now + dayMs - 1)).toEqual(['1 stages', '1 changes']);
    const [, , retried] = await due(now + dayMs);
    expect(retried).toMatchObject({ number: 2, kind: 'stages', isParked: true, attempts: 3 });
    expect(await readDeepStates(store.db, buildKey(jobId, 2))).toMatchObject({
      stages: { place: 'parked', reason: 'too slow', retryAtMs: now + dayMs },
      changes: { place: 'parked', reason: 'cannot be read', retryAtMs: null },
      log: { place: 'absent' },
    });
  });

  it('puts what a person asks for first: of old builds, of those that wait, and of those given up', async () => {
    const jobId = await addJob('job');
    const old = finished({ number: 1, startedAtMs: now - 300 * dayMs, result: 'FAILURE', tests });
    await record({
      builds: [
        { jobId, build: old },
        { jobId, build: recent(2, { result: 'FAILURE' }) },
        { jobId, build: recent(3) },
      ],
    });
    await record({ deep: [{ jobId, number: 3, kind: 'stages', outcome: 'parked', reason: 'too slow' }] });
    const ask = (number: number) => store.transaction((tx) => requestDeep(tx, buildKey(jobId, number)));
    expect(await readDeepStates(store.db, buildKey(jobId, 1))).toMatchObject({ tests: { place: 'unasked' } });
    expect(await ask(3)).toEqual(['stages', 'changes']);
    expect(await ask(1)).toEqual(['stages', 'tests', 'log', 'changes']);
    expect((await due()).slice(0, 2)).toMatchObject([
      { number: 3, kind: 'stages', isAsked: true, isParked: false, attempts: 0 },
      { number: 3, kind: 'changes', isAsked: true },
    ]);
    expect(await shown()).toEqual([
      ...['3 stages', '3 changes', '1 stages', '1 tests', '1 log', '1 changes'],
      ...['2 stages', '2 log', '2 changes'],
    ]);
    expect(await readDeepStates(store.db, buildKey(jobId, 1))).toMatchObject({ tests: { place: 'waiting' } });
    await record({
      deep: (['stages', 'tests', 'log', 'changes'] as const).map((kind) => ({
        jobId,
        number: 1,
        kind,
        outcome: 'none',
      })),
    });
    expect(await ask(1)).toEqual([]);
    expect(await ask(77)).toEqual([]);
  });

  it('lets go of what Jenkins has deleted', async () => {
    const jobId = await addJob('job');
    const other = await addJob('other');
    await record({ builds: [1, 2, 3].map((number) => ({ jobId, build: recent(number) })) });
    await record({ builds: [{ jobId: other, build: recent(1) }] });
    await record({ vanishedBuilds: [{ jobId, number: 2 }] });
    expect(await readDeepStates(store.db, buildKey(jobId, 2))).toMatchObject({ stages: { place: 'gone' } });
    expect(await store.transaction((tx) => requestDeep(tx, buildKey(jobId, 2)))).toEqual([]);
    await record({ jobChanges: [{ id: jobId, goneAtMs: now }] });
    expect((await due()).map((work) => work.jobId)).toEqual([other, other]);
    // It was a mistake: the build is there.
    await record({ builds: [{ jobId, build: recent(2) }] });
    expect(await shown()).toEqual(expect.arrayContaining(['2 stages', '2 changes']));
  });

  it('begins with what an earlier version has stored, once', async () => {
    const jobId = await addJob('job');
    await record({ builds: [1, 2].map((number) => ({ jobId, build: recent(number, { result: 'FAILURE' }) })) });
    await record({ builds: [{ jobId, build: finished({ number: 3, startedAtMs: now - 20 * dayMs }) }] });
    await store.db.deleteFrom('deep_work').execute();
    await store.db.updateTable('build').set({ deep: 0 }).execute();
    const again = createCollectionStore(opened.openAgain());
    expect((await again.dueDeepWork(1, { nowMs: now, most: 9 })).map(({ number }) => number)).toEqual([
      2, 2, 2, 1, 1, 1,
    ]);
    await store.db.deleteFrom('deep_work').execute();
    expect(await due()).toEqual([]);
  });

  it('leaves out results of builds that are not there, and of another connection', async () => {
    const jobId = await addJob('job');
    await record({ builds: [{ jobId, build: recent(1) }] });
    await record({ deep: [stagesOf(jobId, 9, [sampleStage()]), changesOf(999, 1, [sampleChange()])] });
    await record({ connectionId: 2, deep: [stagesOf(jobId, 1, [sampleStage()])] });
    expect(await store.db.selectFrom('build_stages').selectAll().execute()).toEqual([]);
    expect(await store.db.selectFrom('build_changes').selectAll().execute()).toEqual([]);
    expect(await due()).toHaveLength(2);
  });

  it('asks a build again when it has finished, whatever was fetched while it ran', async () => {
    const jobId = await addJob('job');
    await record({
      builds: [{ jobId, build: runningBuild({ number: 1, startedAtMs: now - 60_000 }) }],
      deep: [stagesOf(jobId, 1, [sampleStage({ status: 'running' })])],
    });
    expect(await due()).toEqual([]);
    await record({ builds: [{ jobId, build: recent(1) }] });
    expect(await shown()).toEqual(['1 stages', '1 changes']);
  });
});
