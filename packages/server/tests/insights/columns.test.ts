import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BuildResult, buildResults, type CollectedBuild } from '../../src/core/build.ts';
import { dayMs, hourMs } from '../../src/core/calendar.ts';
import { listBranches } from '../../src/insights/list-branches.ts';
import { type MetricsInput, metrics } from '../../src/insights/metrics.ts';
import { markChanged } from '../../src/storage/changed-hours.ts';
import type { CollectionStore } from '../../src/storage/collection.ts';
import { buildParts } from '../../src/storage/columns/build-part.ts';
import { DayCache } from '../../src/storage/columns/day-cache.ts';
import { plainSource } from '../../src/storage/columns/row-source.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import type { Store } from '../../src/storage/open-store.ts';
import { backEnds, type OpenedStore } from '../storage/back-ends.ts';
import { addConnection, sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';

const until = Date.UTC(2026, 5, 10, 12);
const since = until - 9 * dayMs;
const range = `${new Date(since).toISOString()}..${new Date(until).toISOString()}`;

function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function invent(number: number, random: () => number): CollectedBuild {
  const startedAtMs = Math.floor(since - dayMs + random() * (until - since + 2 * dayMs));
  const isBuilding = random() < 0.1;
  return sampleBuild({
    number,
    startedAtMs,
    isBuilding,
    result: isBuilding ? null : (buildResults[Math.floor(random() * 5)] as BuildResult),
    durationMs: isBuilding ? null : Math.floor(random() * 100_000),
    queueMs: Math.floor(random() * 1_000),
    branch: ['main', 'dev', null][Math.floor(random() * 3)] ?? null,
    agent: `agent-${Math.floor(random() * 3)}`,
    tests: random() < 0.5 ? { total: 10, failed: 1, skipped: 2 } : null,
  });
}

describe.each(backEnds)('columns in memory on $name', ({ open }) => {
  let opened: OpenedStore;
  let reader: Store;
  let collection: CollectionStore;
  const truth = new Map<string, CollectedBuild>();
  let jobs: readonly number[];

  beforeEach(async () => {
    opened = await open();
    reader = opened.openAgain();
    truth.clear();
    collection = createCollectionStore(opened.store);
    await addConnection(opened.store, 1, 'Production');
    jobs = await collection.recordStep(sampleStep({ newJobs: [sampleJob('a'), sampleJob('b')] }));
  });
  afterEach(() => opened.close());

  async function store(builds: readonly { jobId: number; build: CollectedBuild }[]): Promise<void> {
    await collection.recordStep(sampleStep({ builds }));
    for (const { jobId, build } of builds) truth.set(`${jobId}:${build.number}`, build);
  }

  const finished = (isMeant: (build: CollectedBuild) => boolean) =>
    [...truth.values()].filter(
      (build) => !build.isBuilding && build.startedAtMs >= since && build.startedAtMs < until && isMeant(build),
    );

  /** Asks through a handle that has answered before, and counts anew. */
  async function expectRight(): Promise<void> {
    const ask = (input: Partial<MetricsInput>) =>
      metrics(reader, { range, tz: 'Asia/Kolkata', limit: 100, ...input }, until);
    const main = finished(({ branch }) => branch === 'main');
    const { data, groups } = await ask({ branch: 'main', group_by: 'day' });
    expect(data.builds).toBe(main.length);
    for (const name of buildResults)
      expect(data.byResult[name]).toBe(main.filter(({ result }) => result === name).length);
    expect(data.tests.total).toBe(main.reduce((sum, { tests }) => sum + (tests?.total ?? 0), 0));
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata', dateStyle: 'short' });
    for (const { builds, key } of groups) {
      expect([key, builds]).toEqual([key, main.filter(({ startedAtMs }) => day.format(startedAtMs) === key).length]);
    }
    const byBranch = await ask({ group_by: 'branch' });
    for (const { builds, key } of byBranch.groups)
      expect([key, builds]).toEqual([key, finished(({ branch }) => (branch ?? '') === key).length]);
    const queues = finished(({ result }) => result === 'FAILURE').reduce((sum, { queueMs }) => sum + (queueMs ?? 0), 0);
    const failures = await ask({ result: ['FAILURE'] });
    const mean = failures.data.builds === 0 ? null : Math.round(queues / failures.data.builds);
    expect(failures.data.queueTime.avg).toBe(mean);
  }

  it('are right after every change, whoever made it', async () => {
    const random = sequence(3);
    for (let round = 0; round < 12; round += 1) {
      const builds = Array.from({ length: 25 }, () => ({
        jobId: jobs[Math.floor(random() * 2)] as number,
        // Some numbers come again: builds finish, move and change.
        build: invent(1 + Math.floor(random() * 120), random),
      }));
      await store([...new Map(builds.map((one) => [`${one.jobId}:${one.build.number}`, one])).values()]);
      await expectRight();
    }
  });

  it('notice a category that was set later', async () => {
    await store([
      { jobId: jobs[0] as number, build: sampleBuild({ number: 1, startedAtMs: until - hourMs, result: 'FAILURE' }) },
    ]);
    const ask = (input: Partial<MetricsInput>) => metrics(reader, { range, tz: 'UTC', limit: 100, ...input }, until);
    expect((await ask({ category: ['timeout'] })).data.builds).toBe(0);
    await opened.store.transaction(async (tx) => {
      await tx.updateTable('build').set({ failure_category: 4 }).execute();
      await markChanged(tx, [until - hourMs]);
    });
    expect((await ask({ category: ['timeout'] })).data.builds).toBe(1);
    expect((await ask({ category: ['timeout', 'scm_error'], branch: 'main' })).data.builds).toBe(0);
    expect((await ask({ category: ['no such thing'] })).data.builds).toBe(0);
    expect((await ask({ group_by: 'category' })).groups.map(({ builds, key }) => [key, builds])).toEqual([
      ['timeout', 1],
    ]);
  });

  it('hold no more than they may, and answer all the same', async () => {
    const random = sequence(9);
    const builds = Array.from({ length: 300 }, (_, at) => ({
      jobId: jobs[0] as number,
      build: invent(at + 1, random),
    }));
    await store(builds);
    const cache = new DayCache(plainSource(reader.db), buildParts, 6_000);
    for (let round = 0; round < 3; round += 1) {
      let rows = 0;
      for await (const { from, to } of cache.parts({ sinceMs: since, untilMs: until })) rows += to - from;
      expect(rows).toBe(finished(() => true).length);
      expect(cache.weight).toBeLessThanOrEqual(6_000);
    }
  });

  it('order branches by their builds, and finds those without any', async () => {
    const random = sequence(5);
    await store(
      ['main', 'main', 'dev', 'main', 'Feature/One'].map((branch, at) => ({
        jobId: jobs[0] as number,
        build: { ...invent(at + 1, random), branch, isBuilding: false, result: 'SUCCESS' as const },
      })),
    );
    expect(await listBranches(reader, { limit: 10 }, until)).toEqual(['main', 'Feature/One', 'dev']);
    expect(await listBranches(reader, { limit: 1 }, until)).toEqual(['main']);
    expect(await listBranches(reader, { limit: 10, q: 'feature' }, until)).toEqual(['Feature/One']);
    expect(await listBranches(reader, { limit: 10 }, until + 400 * dayMs)).toEqual(['Feature/One', 'dev', 'main']);
  });
});
