import {
  buildFailureSchema,
  burstSchema,
  failureFiguresSchema,
  failureRuleSchema,
  fingerprintDetailSchema,
  fingerprintSchema,
  routes,
} from '@buildbutler/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildKey, publicBuildId } from '../../src/core/entity-id.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import {
  changesOf,
  logOf,
  sampleCase,
  sampleChange,
  sampleStage,
  sampleSuite,
  stagesOf,
  testsOf,
} from '../storage/deep-sample.ts';
import { runningBuild, sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';
import { problemOf } from './problem-of.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const clock = new ManualClock(Date.UTC(2026, 2, 20, 12));
let house: TestApp;
let connectionId: number;
let jobs: readonly number[];

const names = ['shop/api', 'shop/web', 'pay/ledger', 'team/repo'];
const full = 'tar: /srv/x/dist-17.tar: Cannot write: No space left on device\n';
const idOf = (job: number, number: number) => publicBuildId(buildKey(jobs[job] ?? 0, number));

async function classify(): Promise<void> {
  while ((await house.collection.classifyFailures(64, clock.nowMs())) > 0);
}

/**
 * `shop/api`: green #1, red #2 and #3 by a test; #4 runs. `shop/web`, `pay/ledger` and `team/repo` run out of space within
 * 20 minutes, yesterday; `shop/web` once more an hour ago.
 */
beforeAll(async () => {
  house = await startTestApp({ clock });
  ({ id: connectionId } = await house.local.call(routes.createConnection, {
    body: { name: 'Production', url: 'https://jenkins.example', username: 'ci-bot', token: 'secret' },
  }));
  const step = (part: Parameters<typeof sampleStep>[0]) =>
    house.collection.recordStep(sampleStep({ connectionId, atMs: clock.nowMs(), ...part }));
  jobs = await step({ newJobs: names.map((name) => sampleJob(name, { kind: 'pipeline' })) });
  const [api = 0, ...others] = jobs;
  const at = (ago: number, number: number, result: 'SUCCESS' | 'FAILURE' | 'UNSTABLE') =>
    sampleBuild({
      number,
      result,
      startedAtMs: clock.nowMs() - ago,
      durationMs: 184_000,
      branch: 'main',
      commit: 'c0ffee',
    });
  const tests = { total: 9, failed: 1, skipped: 0 };
  await step({
    builds: [
      { jobId: api, build: at(3 * dayMs, 1, 'SUCCESS') },
      { jobId: api, build: { ...at(2 * dayMs, 2, 'UNSTABLE'), tests } },
      { jobId: api, build: { ...at(dayMs, 3, 'UNSTABLE'), tests } },
      { jobId: api, build: runningBuild({ number: 4, startedAtMs: clock.nowMs() - 1_000 }) },
      ...others.map((jobId, index) => ({ jobId, build: at(dayMs - index * 10 * minuteMs, 1, 'FAILURE') })),
      { jobId: others[0] ?? 0, build: at(60 * minuteMs, 2, 'FAILURE') },
    ],
  });
  const failed = [
    sampleSuite([
      sampleCase({
        className: 'com.acme.OrderTest',
        name: 'total',
        status: 'failed',
        errorDetails: 'expected 3 but was 2',
      }),
    ]),
  ];
  await step({
    deep: [
      ...[2, 3].flatMap((number) => [
        testsOf(api, number, failed),
        logOf(api, number, 'one\nFinished: UNSTABLE\n'),
        stagesOf(api, number, [sampleStage({ id: '1', name: 'Test', status: 'unstable' })]),
        changesOf(api, number, [sampleChange({ author: number === 2 ? 'Ann' : 'Bo', message: `change ${number}` })]),
      ]),
      ...others.flatMap((jobId) => [logOf(jobId, 1, full), stagesOf(jobId, 1, [])]),
    ],
  });
  await classify();
});
afterAll(() => house.stop());

test('why a build is red: sentence, evidence, failure, blame window', async () => {
  const failure = await house.local.call(routes.getBuildFailure, { params: { id: idOf(0, 3) } });
  buildFailureSchema.strict().parse(failure);
  expect(failure).toMatchObject({
    state: 'classified',
    category: 'test_failure',
    rule: 'tests-unstable',
    correctedBy: null,
    stage: 'Test',
    sentence:
      'Unstable in Test after 3m 04s: OrderTest.total: expected 3 but was 2 · red since #2, changes by Bo and 1 other',
    fingerprint: { title: 'com.acme.OrderTest.total: expected # but was #', count: 2, jobs: 1 },
    redSince: { number: 2 },
    lastGreen: { number: 1 },
    blame: { builds: 2, hasMore: false },
  });
  expect(failure.evidence[0]).toMatchObject({ source: 'test', line: null });
  expect(failure.blame.commits.map(({ number, message }) => [number, message])).toEqual([
    [3, 'change 3'],
    [2, 'change 2'],
  ]);
  const disk = await house.local.call(routes.getBuildFailure, { params: { id: idOf(1, 1) } });
  expect(disk).toMatchObject({ category: 'infrastructure', evidence: [{ source: 'log', line: 1 }], lastGreen: null });
});

test('a build that is green, runs, waits for its log, or is not there', async () => {
  const stateOf = async (job: number, number: number) =>
    (await house.local.call(routes.getBuildFailure, { params: { id: idOf(job, number) } })).state;
  expect([await stateOf(0, 1), await stateOf(0, 4), await stateOf(1, 2)]).toEqual(['green', 'green', 'waiting']);
  const { status, body } = await problemOf(house.local.call(routes.getBuildFailure, { params: { id: 'b_zzzz' } })).then(
    (problem) => ({ status: problem.status, body: problem.code }),
  );
  expect([status, body]).toEqual([404, 'not_found']);
});

test('categories in lists of builds, and as a filter', async () => {
  const { data } = await house.local.call(routes.listBuilds, { query: { category: 'infrastructure' } as never });
  expect(data.map(({ jobName, failureCategory }) => [jobName, failureCategory])).toEqual([
    ['team/repo', 'infrastructure'],
    ['pay/ledger', 'infrastructure'],
    ['shop/web', 'infrastructure'],
  ]);
});

test('equal failures of all jobs, one of them, and its builds', async () => {
  const { data, meta } = await house.local.call(routes.listFailures, { query: { range: '7d', tz: 'Europe/Berlin' } });
  expect(meta.total).toBe(2);
  for (const one of data) fingerprintSchema.strict().parse(one);
  expect(data.map(({ category, count, isNew, jobs: some, title }) => [category, count, some, isNew, title])).toEqual([
    ['infrastructure', 3, 3, true, 'tar: dist-#.tar: Cannot write: No space left on device'],
    ['test_failure', 2, 1, true, 'com.acme.OrderTest.total: expected # but was #'],
  ]);
  const [disk] = data;
  expect(disk?.trend.reduce((sum, count) => sum + count, 0)).toBe(3);
  expect(disk?.lastBuild).toMatchObject({ jobName: 'team/repo', number: 1 });
  expect(disk?.minutesBurnt).toBeCloseTo((3 * 184) / 60);
  const detail = await house.local.call(routes.getFailure, { params: { id: disk?.id ?? '' }, query: { range: '7d' } });
  fingerprintDetailSchema.strict().parse(detail);
  expect(detail.byJob.map(({ jobName }) => jobName).sort()).toEqual(['pay/ledger', 'shop/web', 'team/repo']);
  expect(detail.byDay).toHaveLength(8);
  expect(detail.example[0]).toMatchObject({ source: 'log', line: 1 });
  const builds = await house.local.call(routes.listBuilds, { query: { fingerprint: disk?.id } });
  expect(builds.meta.total).toBe(3);
  const some = await house.local.call(routes.listFailures, {
    query: { range: '7d', text: 'NO SPACE', folder: '/pay' },
  });
  expect(some.data).toMatchObject([{ id: disk?.id, count: 1 }]);
  const old = await house.local.call(routes.listFailures, {
    query: { range: '24h', new: 'true', category: 'test_failure' } as never,
  });
  expect(old.data).toEqual([]);
  expect(await problemOf(house.local.call(routes.getFailure, { params: { id: 'f_zz' }, query: {} }))).toMatchObject({
    code: 'not_found',
  });
});

test('categories over the days of a range, counted from the builds', async () => {
  const figures = await house.local.call(routes.getFailureFigures, { query: { range: '7d' } });
  failureFiguresSchema.strict().parse(figures);
  expect(figures.meta).toMatchObject({ red: 6, waiting: 1 });
  const of = (category: string) => figures.data.find((one) => one.category === category);
  expect(of('infrastructure')).toMatchObject({ builds: 3, jobs: 3, share: 0.6 });
  expect(of('test_failure')).toMatchObject({ builds: 2, jobs: 1, share: 0.4 });
  expect(figures.days.flatMap(({ byCategory }) => byCategory.infrastructure ?? 0).reduce((a, b) => a + b)).toBe(3);
});

test('a range of ten thousand years is refused where days are listed, and costs nothing where they are not', async () => {
  const query = { range: '0001-01-01T00:00:00Z..9999-12-31T00:00:00Z', tz: 'Europe/Berlin' };
  const { data } = await house.local.call(routes.listFailures, { query });
  expect(data[0]?.trend).toHaveLength(30);
  const id = data[0]?.id ?? '';
  const refused = { code: 'bad_request', status: 400, errors: [{ path: 'query.range' }] };
  expect(await problemOf(house.local.call(routes.getFailure, { params: { id }, query }))).toMatchObject(refused);
  expect(await problemOf(house.local.call(routes.getFailureFigures, { query }))).toMatchObject(refused);
});

test('one failure in unrelated jobs within an hour is the environment', async () => {
  const { data } = await house.local.call(routes.listBursts, { query: { range: '7d' } });
  for (const one of data) burstSchema.strict().parse(one);
  expect(data).toMatchObject([
    {
      kind: 'fingerprint',
      category: 'infrastructure',
      builds: 3,
      jobs: 3,
      instance: 'Production',
      jobNames: ['pay/ledger', 'shop/web', 'team/repo'],
    },
  ]);
});

test('a person corrects a category, and leaves it to the rules again', async () => {
  const id = idOf(2, 1);
  const set = (category: 'deployment_error' | null) =>
    house.local.call(routes.setBuildFailure, { params: { id }, body: { category } });
  expect(await set('deployment_error')).toMatchObject({ category: 'deployment_error', rule: 'disk-full' });
  await classify();
  const corrected = await house.local.call(routes.getBuildFailure, { params: { id } });
  expect(corrected.correctedBy).not.toBeNull();
  expect((await house.local.call(routes.getBuild, { params: { id } })).failureCategory).toBe('deployment_error');
  expect(await set(null)).toMatchObject({ category: 'infrastructure', correctedBy: null });
  const green = house.local.call(routes.setBuildFailure, { params: { id: idOf(0, 1) }, body: { category: 'timeout' } });
  expect(await problemOf(green)).toMatchObject({ code: 'conflict' });
});

test("one's own rules: tried, added, moved, changed, removed", async () => {
  const tried = await house.local.call(routes.testFailureRule, {
    body: { pattern: 'cannot WRITE', ignoreCase: true, buildId: idOf(1, 1) },
  });
  expect(tried).toMatchObject({ ok: true, matches: [{ line: 1 }] });
  const evil = await house.local.call(routes.testFailureRule, {
    body: { pattern: '(a+)+b', text: `${'a'.repeat(50_000)}!` },
  });
  expect(evil).toMatchObject({ ok: true, matches: [] });
  const wrong = await house.local.call(routes.testFailureRule, { body: { pattern: '(?=a)b', text: 'ab' } });
  expect(wrong).toMatchObject({ ok: false, matches: [] });

  const add = (name: string, pattern: string, position?: number) =>
    house.local.call(routes.createFailureRule, {
      body: { name, category: 'quality_gate', pattern, ...(position === undefined ? {} : { position }) },
    });
  const first = await add('Full', 'Cannot write');
  const second = await add('First', 'nothing like this', 1);
  failureRuleSchema.strict().parse(first);
  await classify();
  const shown = await house.local.call(routes.getBuildFailure, { params: { id: idOf(3, 1) } });
  expect(shown).toMatchObject({ category: 'quality_gate', rule: 'Full' });
  const { data } = await house.local.call(routes.listFailureRules, {});
  expect(data.slice(0, 3).map(({ name, builds, position }) => [name, builds, position])).toEqual([
    ['First', 0, 1],
    ['Full', 3, 2],
    ['tests-unstable', 2, 3],
  ]);
  expect(await problemOf(add('full', 'x'))).toMatchObject({ code: 'conflict' });
  expect(await problemOf(add('Other', '(x'))).toMatchObject({ code: 'unprocessable' });
  const change = { params: { id: Number(first.id) }, body: { isEnabled: false, position: 1 } };
  expect(await house.local.call(routes.updateFailureRule, change)).toMatchObject({ position: 1, isEnabled: false });
  await classify();
  const again = await house.local.call(routes.getBuildFailure, { params: { id: idOf(3, 1) } });
  expect(again).toMatchObject({ category: 'infrastructure', rule: 'disk-full' });
  for (const { id } of [first, second])
    await house.local.call(routes.deleteFailureRule, { params: { id: Number(id) } });
  const gone = house.local.call(routes.deleteFailureRule, { params: { id: Number(first.id) } });
  expect(await problemOf(gone)).toMatchObject({ code: 'not_found' });
});

test('one agent on which much more fails than on the others of its day', async () => {
  const { id: staging } = await house.local.call(routes.createConnection, {
    body: { name: 'Staging', url: 'https://staging.example', username: 'ci-bot', token: 'secret' },
  });
  const at = (number: number, agent: string, isRed: boolean) =>
    sampleBuild({
      number,
      agent,
      result: isRed ? 'FAILURE' : 'SUCCESS',
      startedAtMs: clock.nowMs() - 20 * dayMs + number * minuteMs,
      durationMs: 60_000,
    });
  await house.collection.recordStep(
    sampleStep({
      connectionId: staging,
      atMs: clock.nowMs(),
      newJobs: ['a', 'b', 'c'].map((name) => sampleJob(name)),
      builds: [0, 1, 2].flatMap((newJob) =>
        [1, 2, 3, 4].map((number) => ({
          jobId: { newJob },
          build: at(number, number % 2 === 0 ? 'linux-1' : 'linux-2', number % 2 === 0),
        })),
      ),
    }),
  );
  await classify();
  const query = { range: '30d', instance: 'Staging' } as const;
  const { data } = await house.local.call(routes.listBursts, { query });
  expect(data).toMatchObject([
    {
      kind: 'agent',
      agent: 'linux-1',
      builds: 6,
      jobs: 3,
      rate: 1,
      usual: 0,
      minutesBurnt: 6,
      jobNames: ['a', 'b', 'c'],
    },
  ]);
});
