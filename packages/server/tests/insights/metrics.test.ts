import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CollectedBuild } from '../../src/core/build.ts';
import { buildResults } from '../../src/core/build.ts';
import { hourMs } from '../../src/core/calendar.ts';
import { type MetricsInput, metrics } from '../../src/insights/metrics.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { backEnds, type OpenedStore } from '../storage/back-ends.ts';
import { addConnection, sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';

const quarterMs = hourMs / 4;
// A year that holds both clock changes of each zone below.
const since = Date.UTC(2026, 0, 1);
const until = Date.UTC(2027, 0, 1);
const range = `${new Date(since).toISOString()}..${new Date(until).toISOString()}`;

/** A repeatable sequence of numbers in [0, 1). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Truth extends CollectedBuild {
  readonly connectionId: number;
  readonly job: string;
}

function inventBuilds(): Truth[] {
  const random = sequence(42);
  const builds: Truth[] = [];
  for (const [connectionId, jobs] of [
    [1, ['team/api', 'team/web']],
    [2, ['nightly']],
  ] as const) {
    for (const job of jobs) {
      for (let number = 1; number <= 400; number += 1) {
        const isRunning = number === 400;
        builds.push({
          ...sampleBuild({
            number,
            // Every quarter of an hour can hold a build: half-hour zones cut hours in two.
            startedAtMs: since + Math.floor(random() * ((until - since) / quarterMs)) * quarterMs,
            result: isRunning ? null : (buildResults[Math.floor(random() * 5)] ?? 'SUCCESS'),
            isBuilding: isRunning,
            durationMs: isRunning ? null : Math.floor(Math.exp(random() * 14)),
            queueMs: random() < 0.5 ? Math.floor(random() * 100_000) : null,
            branch: random() < 0.5 ? 'main' : 'feature/x',
            tests: random() < 0.5 ? { total: 20, failed: 3, skipped: 2 } : null,
          }),
          connectionId,
          job,
        });
      }
    }
  }
  return builds;
}

/** Nearest rank, on the values themselves. */
function percentileOf(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? null;
}

const decided = ['SUCCESS', 'UNSTABLE', 'FAILURE'];
const durationsOf = (builds: readonly Truth[]) =>
  builds.filter(({ result }) => decided.includes(result ?? '')).map(({ durationMs }) => durationMs ?? 0);

describe.each(backEnds)('metrics on $name', ({ open }) => {
  let opened: OpenedStore;
  const truth = inventBuilds();
  const finished = truth.filter(({ isBuilding }) => !isBuilding);

  beforeAll(async () => {
    opened = await open();
    const collection = createCollectionStore(opened.store);
    await addConnection(opened.store, 1, 'Production');
    await addConnection(opened.store, 2, 'Staging');
    for (const [job, builds] of Map.groupBy(truth, (build) => build.job)) {
      await collection.recordStep(
        sampleStep({
          connectionId: builds[0]?.connectionId ?? 0,
          newJobs: [sampleJob(job)],
          builds: builds.map((build) => ({ jobId: { newJob: 0 }, build })),
        }),
      );
    }
    // Some hours rolled up, some not: answers must not depend on it.
    await collection.rollUpDirty(600);
  });
  afterAll(() => opened.close());

  const ask = (input: Partial<MetricsInput>) =>
    metrics(opened.store, { range, tz: 'UTC', limit: 1000, ...input }, until);

  const questions: readonly [string, Partial<MetricsInput>, (build: Truth) => boolean][] = [
    ['everything', {}, () => true],
    ['one connection', { instance: ['staging'] }, ({ connectionId }) => connectionId === 2],
    ['one job', { job: 'team/api' }, ({ job }) => job === 'team/api'],
    ['a folder', { folder: '/team' }, ({ job }) => job.startsWith('team/')],
    ['a branch', { branch: 'main' }, ({ branch }) => branch === 'main'],
    ['a result', { result: ['FAILURE'] }, ({ result }) => result === 'FAILURE'],
  ];

  it.each(questions)('equal a recount of %s', async (_name, input, isMeant) => {
    const builds = finished.filter(isMeant);
    const count = (...names: string[]) => builds.filter(({ result }) => names.includes(result ?? '')).length;
    const durations = durationsOf(builds);
    const queues = builds.flatMap(({ queueMs }) => (queueMs === null ? [] : [queueMs]));
    const { data } = await ask(input);
    expect(data.builds).toBe(builds.length);
    for (const name of buildResults) expect(data.byResult[name]).toBe(count(name));
    expect(data.successRate).toBeCloseTo(count('SUCCESS') / count(...decided), 12);
    expect(data.duration.max).toBe(Math.max(...durations));
    expect(data.duration.avg).toBe(Math.round(durations.reduce((sum, value) => sum + value, 0) / durations.length));
    for (const [share, value] of [
      [0.5, data.duration.p50],
      [0.9, data.duration.p90],
      [0.95, data.duration.p95],
    ] as const) {
      const exact = percentileOf(durations, share) ?? 0;
      expect(Math.abs((value ?? 0) - exact)).toBeLessThanOrEqual(exact * 0.0101 + 1);
    }
    expect(data.queueTime.avg).toBe(Math.round(queues.reduce((sum, value) => sum + value, 0) / queues.length));
    const tested = builds.filter(({ tests }) => tests !== null).length;
    expect(data.tests).toEqual({
      total: tested * 20,
      failed: tested * 3,
      skipped: tested * 2,
      passed: tested * 15,
      passRate: 0.75,
    });
  });

  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Santiago'];

  it.each(zones)('by day in %s: every day is there, and days add up to the total', async (tz) => {
    const localDay = new Intl.DateTimeFormat('en-CA', { timeZone: tz, dateStyle: 'short' });
    for (const input of [{}, { branch: 'main' }] as const) {
      const expected = new Map<string, number>();
      for (const { branch, startedAtMs } of finished) {
        const day = localDay.format(startedAtMs);
        if (!('branch' in input) || branch === 'main') expected.set(day, (expected.get(day) ?? 0) + 1);
      }
      const { data, groups } = await ask({ tz, group_by: 'day', ...input });
      expect(groups.reduce((sum, group) => sum + group.builds, 0)).toBe(data.builds);
      const days = groups.map(({ key }) => key);
      expect(new Set(days).size).toBe(days.length);
      expect(days[0]).toBe(localDay.format(since));
      expect(days.at(-1)).toBe(localDay.format(until - 1));
      for (const [index, day] of days.entries()) {
        const next = days[index + 1];
        if (next !== undefined) expect(Date.parse(next) - Date.parse(day)).toBe(24 * hourMs);
      }
      for (const { key, builds } of groups) expect([key, builds]).toEqual([key, expected.get(key) ?? 0]);
    }
  });

  it.each(zones)('by week in %s: from Monday to Sunday, adding up to the total', async (tz) => {
    const localDay = new Intl.DateTimeFormat('en-CA', { timeZone: tz, dateStyle: 'short' });
    const mondayOf = (atMs: number) => {
      const day = Date.parse(localDay.format(atMs));
      return new Date(day - ((new Date(day).getUTCDay() + 6) % 7) * 24 * hourMs).toISOString().slice(0, 10);
    };
    for (const branch of [undefined, 'main']) {
      const { groups } = await ask({ tz, group_by: 'week', branch });
      const builds = finished.filter((build) => branch === undefined || build.branch === branch);
      for (const group of groups) {
        const its = builds.filter(({ startedAtMs }) => mondayOf(startedAtMs) === group.key).length;
        expect([group.key, group.builds]).toEqual([group.key, its]);
      }
      expect(groups.reduce((sum, group) => sum + group.builds, 0)).toBe(builds.length);
    }
  });

  // The nights of the clock changes of each zone, and of one that has none and lies half an hour beside the others.
  it.each([
    ['Europe/Berlin', '2026-03-28T12:00:00Z', 23],
    ['Europe/Berlin', '2026-10-24T12:00:00Z', 25],
    ['America/New_York', '2026-03-07T12:00:00Z', 23],
    ['America/New_York', '2026-10-31T12:00:00Z', 25],
    ['Asia/Kolkata', '2026-03-28T12:00:00Z', 24],
  ])('by hour in %s from %s: every hour of the clock, half hours in their zones', async (tz, from, hoursOfDay) => {
    const sinceMs = Date.parse(from);
    const untilMs = sinceMs + 48 * hourMs;
    const range = `${from}..${new Date(untilMs).toISOString()}`;
    const { data, groups } = await ask({ tz, group_by: 'hour', range });
    const within = finished.filter(({ startedAtMs }) => startedAtMs >= sinceMs && startedAtMs < untilMs);
    expect(data.builds).toBe(within.length);
    for (const [at, { builds, key }] of groups.entries()) {
      const end = groups[at + 1] === undefined ? untilMs : Date.parse(groups[at + 1]?.key ?? '');
      const its = within.filter(({ startedAtMs }) => startedAtMs >= Date.parse(key) && startedAtMs < end).length;
      expect([key, builds]).toEqual([key, its]);
    }
    const days = Map.groupBy(groups, ({ label }) => label.slice(0, 10));
    expect([...days.values()].map((hours) => hours.length)).toContain(hoursOfDay);
    expect(groups.every(({ label }) => label.endsWith(':00'))).toBe(true);
  });

  it.each(['job', 'folder', 'branch', 'instance', 'label'] as const)(
    'groups by %s add up to the total',
    async (groupBy) => {
      const { data, groups } = await ask({ group_by: groupBy });
      expect(groups.reduce((sum, group) => sum + group.builds, 0)).toBe(data.builds);
      expect(groups.length).toBeGreaterThan(0);
    },
  );

  it('names groups as people know them', async () => {
    const byInstance = await ask({ group_by: 'instance' });
    expect(byInstance.groups.map(({ key, builds }) => [key, builds])).toEqual([
      ['Production', 798],
      ['Staging', 399],
    ]);
    const byJob = await ask({ group_by: 'job', sort: 'key' });
    expect(byJob.groups.map(({ label, instance, kind }) => [label, instance, kind])).toEqual([
      ['nightly', 'Staging', 'freestyle'],
      ['team/api', 'Production', 'freestyle'],
      ['team/web', 'Production', 'freestyle'],
    ]);
    const byFolder = await ask({ group_by: 'folder', sort: 'key' });
    expect(byFolder.groups.map(({ label }) => label)).toEqual(['/', '/team']);
  });

  it('compares with the period before', async () => {
    const half = since + (until - since) / 2;
    const { data, previous } = await ask({
      range: `${new Date(half).toISOString()}..${new Date(until).toISOString()}`,
      compare: 'previous',
    });
    expect(data.builds + (previous?.builds ?? 0)).toBe(finished.length);
    expect(previous?.builds).toBe(finished.filter(({ startedAtMs }) => startedAtMs < half).length);
  });

  it('knows nothing rather than zero where there is nothing to divide by', async () => {
    const { data } = await ask({ range: '2020-01-01T00:00:00Z..2020-01-02T00:00:00Z' });
    expect(data).toMatchObject({
      builds: 0,
      successRate: null,
      duration: { p50: null, max: null },
      tests: { passRate: null },
    });
  });
});
