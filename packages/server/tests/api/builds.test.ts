import {
  type BuildSummary,
  buildSchema,
  buildSummarySchema,
  jobSchema,
  jobSummarySchema,
  liveSchema,
  metricsSchema,
  type RouteAnswer,
  routes,
} from '@buildbutler/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { runningBuild, sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';
import { problemOf } from './problem-of.ts';

const hourMs = 3_600_000;
const clock = new ManualClock(Date.UTC(2026, 2, 20, 12));
const agoMs = (hours: number) => clock.nowMs() - hours * hourMs;
let house: TestApp;

/** Two connections of the same shape: 40 builds of `team/app`, one each hour, every fourth red; one build runs. */
beforeAll(async () => {
  house = await startTestApp({ clock });
  for (const [index, name] of ['Production', 'Staging'].entries()) {
    const { id: connectionId } = await house.local.call(routes.createConnection, {
      body: { name, url: `https://${name.toLowerCase()}.example`, username: 'ci-bot', token: 'secret' },
    });
    const builds = Array.from({ length: 40 }, (_, at) =>
      sampleBuild({
        number: at + 1,
        startedAtMs: agoMs(40 - at),
        result: at % 4 === 0 ? 'FAILURE' : 'SUCCESS',
        durationMs: (at + 1) * 1000,
        branch: at % 2 === 0 ? 'main' : 'feature/login',
        agent: 'agent-1',
        commit: 'a'.repeat(40),
        causes: [{ kind: 'user', text: 'Started by user ada', user: 'ada', upstream: null }],
        parameters: [{ name: 'PASSWORD', value: null, isMasked: true }],
        tests: { total: 10, failed: at % 4 === 0 ? 2 : 0, skipped: 1 },
      }),
    );
    const running = runningBuild({ number: 41, startedAtMs: agoMs(0.1) });
    await house.collection.recordStep(
      sampleStep({
        connectionId,
        newJobs: [sampleJob('team/app'), sampleJob('nightly')],
        builds: [...builds, running].map((build) => ({ jobId: { newJob: 0 }, build })),
        state: { phase: index === 0 ? 'done' : 'recent', isIdle: index === 0 },
      }),
    );
  }
  await house.collection.rollUpDirty(10_000);
});
afterAll(() => house.stop());

test('builds by page, newest first, in the shape of the contract', async () => {
  const { data, meta } = await house.local.call(routes.listBuilds, { query: { per_page: 5, instance: 'Production' } });
  expect(meta).toEqual({ page: 1, per_page: 5, total: 41 });
  for (const build of data) buildSummarySchema.strict().parse(build);
  expect(data.map(({ number }) => number)).toEqual([41, 40, 39, 38, 37]);
  expect(data[0]).toMatchObject({ building: true, result: null, duration: null, instance: 'Production' });
  expect(data[1]).toMatchObject({
    jobName: 'team/app',
    branch: 'feature/login',
    duration: 40_000,
    cause: 'Started by user ada',
  });
});

test.each([
  [{ instance: 'Staging' }, 41],
  [{ instance: ['Staging', 'Production'] }, 82],
  [{ instance: 'nowhere' }, 0],
  [{ result: 'FAILURE' }, 20],
  [{ result: ['FAILURE', 'SUCCESS'] }, 80],
  [{ branch: 'main', instance: 'Staging' }, 20],
  [{ folder: '/team' }, 82],
  [{ folder: '/tea' }, 0],
  [{ job: 'nightly' }, 0],
  [{ q: 'TEAM/a' }, 82],
  [{ building: 'true' }, 2],
  [{ range: '24h', building: 'false', instance: 'Staging' }, 24],
  [{ since: new Date(agoMs(2)).toISOString(), until: new Date(agoMs(1)).toISOString() }, 2],
] as const)('builds filtered by %j', async (query, total) => {
  const { meta } = await house.local.call(routes.listBuilds, { query: query as never });
  expect(meta.total).toBe(total);
});

test('one build, its job, and the builds of the job', async () => {
  const { data } = await house.local.call(routes.listBuilds, { query: { instance: 'Production', per_page: 2 } });
  const id = data[1]?.id ?? '';
  const build = buildSchema.strict().parse(await house.local.call(routes.getBuild, { params: { id } }));
  expect(build).toMatchObject({
    id,
    number: 40,
    url: 'https://production.example/job/team/job/app/40/',
    parameters: [{ name: 'PASSWORD', value: null, isMasked: true }],
    nextId: data[0]?.id,
  });
  const job = jobSchema
    .strict()
    .parse(await house.local.call(routes.getJob, { params: { id: build.jobId }, query: {} }));
  expect(job).toMatchObject({ fullName: 'team/app', folder: '/team', isBuilding: true, lastBuild: 41, builds: 40 });
  const builds = await house.local.call(routes.listJobBuilds, {
    params: { jobId: build.jobId },
    query: { result: 'FAILURE', per_page: 3, page: 2 },
  });
  expect(builds.meta).toEqual({ page: 2, per_page: 3, total: 10 });
  expect(builds.data.map(({ number }) => number)).toEqual([25, 21, 17]);
});

test('what is not there is not found', async () => {
  const { local } = house;
  expect((await problemOf(local.call(routes.getBuild, { params: { id: 'b_zzz' } }))).code).toBe('not_found');
  expect((await problemOf(local.call(routes.getJob, { params: { id: 'j_zzz' }, query: {} }))).code).toBe('not_found');
  const builds = local.call(routes.listJobBuilds, { params: { jobId: 'j_zzz' }, query: {} });
  expect((await problemOf(builds)).code).toBe('not_found');
});

test('jobs with their figures', async () => {
  const { data, meta } = await house.local.call(routes.listJobs, { query: { sort: 'builds', order: 'desc' } });
  expect(meta).toEqual({ page: 1, per_page: 25, total: 4 });
  for (const job of data) jobSummarySchema.strict().parse(job);
  expect(data[0]).toMatchObject({ fullName: 'team/app', builds: 40, failures: 10, successRate: 0.75 });
  expect(data.at(-1)).toMatchObject({ fullName: 'nightly', builds: 0, successRate: null, lastBuild: null });
});

test('figures whole, by day and by instance agree', async () => {
  const ask = (query: object) => house.local.call(routes.getMetrics, { query: { range: '7d', ...query } });
  const byDay = metricsSchema.strict().parse(await ask({ group_by: 'day', tz: 'Europe/Berlin' }));
  expect(byDay.data).toMatchObject({ builds: 80, successRate: 0.75, tests: { total: 800, failed: 40, skipped: 80 } });
  expect(byDay.groups).toHaveLength(8);
  const sum = (groups: readonly { builds: number }[]) => groups.reduce((total, { builds }) => total + builds, 0);
  expect(sum(byDay.groups)).toBe(80);
  const byInstance = await ask({ group_by: 'instance' });
  expect(byInstance.groups.map(({ label, builds }) => [label, builds])).toEqual([
    ['Production', 40],
    ['Staging', 40],
  ]);
  const one = await ask({ instance: 'Staging' });
  expect(one.data.builds).toBe(40);
});

test('what moves', async () => {
  const live = liveSchema.strict().parse(await house.local.call(routes.getLive, {}));
  expect(live).toMatchObject({ running: 2, importing: 1, failing: 0 });
  expect((await house.local.call(routes.listBranches, { query: {} })).data).toEqual(['feature/login', 'main']);
});

test('reading out by cursor misses nothing and repeats nothing while builds come in', async () => {
  const seen: BuildSummary[] = [];
  let cursor: string | null | undefined = '';
  let inserted = 0;
  const jobs = await house.local.call(routes.listJobs, { query: { instance: 'Production', q: 'nightly' } });
  const jobId = Number.parseInt(jobs.data[0]?.id.slice(2) ?? '', 36);
  while (typeof cursor === 'string') {
    const answer: RouteAnswer<typeof routes.listBuilds> = await house.local.call(routes.listBuilds, {
      query: { cursor, limit: 7 },
    });
    seen.push(...answer.data);
    cursor = answer.meta.next_cursor;
    if (inserted < 5) {
      inserted += 1;
      // Older than everything read so far: by time it would come where the reader has already been.
      const build = sampleBuild({ number: inserted, startedAtMs: agoMs(1000 + inserted) });
      await house.collection.recordStep(sampleStep({ connectionId: 1, builds: [{ jobId, build }] }));
    }
  }
  expect(seen).toHaveLength(87);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(87);
  expect((await problemOf(house.local.call(routes.listBuilds, { query: { cursor: 'c__' } }))).code).toBe('bad_request');
});
