import {
  buildChangesSchema,
  buildStagesSchema,
  buildTestsSchema,
  connectionSchema,
  type RouteInput,
  routes,
} from '@buildbutler/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildKey, publicBuildId } from '../../src/core/entity-id.ts';
import type { Collector } from '../../src/sync/collector.ts';
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

const clock = new ManualClock(Date.UTC(2026, 2, 20, 12));
const dayMs = 86_400_000;
const hints: unknown[] = [];
const done = async () => undefined;
const collector: Collector = {
  ...{ configure: done, nudge: done, idle: done, stop: done },
  async hint(connectionId, hint) {
    hints.push([connectionId, hint]);
  },
};
const idOf = (number: number) => publicBuildId(buildKey(1, number));
let house: TestApp;

const failing = Array.from({ length: 3 }, (_, index) =>
  sampleCase({
    name: `fails ${index}`,
    status: 'failed',
    failedSince: 5,
    errorDetails: `expected ${index}`,
    errorStackTrace: 'at X',
  }),
);
const passing = Array.from({ length: 40 }, (_, index) =>
  sampleCase({ className: 'org.Other', name: `works ${index}` }),
);
const skipping = sampleCase({ name: 'later', status: 'skipped', skippedMessage: 'not today' });

/** #1 has everything, #2 waits, #3 is old, #4 runs, #5 was deleted with its log kept. */
beforeAll(async () => {
  house = await startTestApp({ clock, createCollector: () => collector });
  await house.local.call(routes.createConnection, {
    body: { name: 'Production', url: 'https://jenkins.example', username: 'ci-bot', token: 'secret' },
  });
  const red = { result: 'FAILURE', tests: { total: 44, failed: 3, skipped: 1 }, commit: 'a'.repeat(40) } as const;
  const recent = { ...red, startedAtMs: clock.nowMs() - dayMs, durationMs: 60_000 };
  await house.collection.recordStep(
    sampleStep({
      atMs: clock.nowMs(),
      newJobs: [sampleJob('team/app', { kind: 'pipeline' })],
      builds: [
        sampleBuild({ number: 1, ...recent }),
        sampleBuild({ number: 2, ...recent }),
        sampleBuild({ number: 3, ...recent, startedAtMs: clock.nowMs() - 30 * dayMs }),
        runningBuild({ number: 4, startedAtMs: clock.nowMs() - 1_000 }),
        sampleBuild({ number: 5, ...recent }),
      ].map((build) => ({ jobId: { newJob: 0 }, build })),
      state: { phase: 'done', stageSource: 'wfapi' },
    }),
  );
  const branch = sampleStage({ id: '7', parentId: '6', name: 'linux', kind: 'parallel', agent: 'agent-1' });
  await house.collection.recordStep(
    sampleStep({
      atMs: clock.nowMs(),
      deep: [
        stagesOf(1, 1, [
          sampleStage({ status: 'failure' }),
          branch,
          sampleStage({ id: '9', name: 'Deploy', status: 'skipped', startedAtMs: null, durationMs: null }),
        ]),
        testsOf(1, 1, [
          sampleSuite([...passing.slice(0, 20), failing[0] ?? skipping]),
          sampleSuite([...passing.slice(20), ...failing.slice(1), skipping], { position: 1, name: 'second' }),
        ]),
        changesOf(1, 1, [sampleChange(), sampleChange({ message: 'Another', author: null })]),
        logOf(1, 5, 'the end\n'),
        {
          jobId: 1,
          number: 2,
          kind: 'stages',
          outcome: 'parked',
          reason: 'Jenkins was too slow.',
          retryAtMs: clock.nowMs() + dayMs,
        },
      ],
      load: { requests: 12, bytes: 3_456, controllerMs: 789, recordLoads: 10 },
    }),
  );
  await house.collection.recordStep(sampleStep({ atMs: clock.nowMs(), vanishedBuilds: [{ jobId: 1, number: 5 }] }));
});
afterAll(() => house.stop());

const stages = (number: number) => house.local.call(routes.getBuildStages, { params: { id: idOf(number) } });
const tests = (query: RouteInput<typeof routes.listBuildTests>['query'] = {}) =>
  house.local.call(routes.listBuildTests, { params: { id: idOf(1) }, query });

test('stages come as a tree in a list, and in short with the build', async () => {
  const answer = buildStagesSchema.strict().parse(await stages(1));
  expect(answer.meta).toMatchObject({ state: 'stored', source: 'stages', complete: true });
  expect(answer.data.map(({ name, parentId, kind, status }) => [name, parentId, kind, status])).toEqual([
    ['Build', null, 'stage', 'failure'],
    ['linux', '6', 'parallel', 'success'],
    ['Deploy', null, 'stage', 'skipped'],
  ]);
  const build = await house.local.call(routes.getBuild, { params: { id: idOf(1) } });
  expect(build.stages).toEqual([
    { name: 'Build', duration: 9_000, result: 'FAILURE' },
    { name: 'linux', duration: 9_000, result: 'SUCCESS' },
    { name: 'Deploy', duration: null, result: 'SKIPPED' },
  ]);
});

test('tests come failed first with their errors, then skipped, then passed, page by page', async () => {
  const first = buildTestsSchema.strict().parse(await tests({ per_page: 5 }));
  expect(first.meta).toMatchObject({
    state: 'stored',
    total: 44,
    counts: { total: 44, passed: 40, failed: 3, skipped: 1 },
  });
  expect(first.data.map(({ name }) => name)).toEqual(['fails 0', 'fails 1', 'fails 2', 'later', 'works 0']);
  expect(first.data[1]).toMatchObject({
    status: 'failed',
    error: 'expected 1',
    stack: 'at X',
    failedSince: 5,
    suite: 'second',
  });
  expect(first.data[3]).toMatchObject({ status: 'skipped', message: 'not today' });
  const names: string[] = [];
  for (let page = 1; page <= 9; page += 1)
    names.push(...(await tests({ per_page: 5, page })).data.map(({ name }) => name));
  expect(new Set(names).size).toBe(44);
  expect((await tests({ per_page: 5, page: 10 })).data).toEqual([]);
});

test.each([
  [{ status: 'failed' }, 3],
  [{ status: 'skipped' }, 1],
  [{ q: 'WORKS 1' }, 11],
  [{ q: 'org.other.works 3' }, 11],
  [{ q: 'second', status: 'failed' }, 2],
  [{ q: 'nothing' }, 0],
] as const)('tests filtered by %j', async (query, total) => {
  const answer = await tests(query);
  expect(answer.meta.total).toBe(total);
  expect(answer.data).toHaveLength(total);
});

test('changes name commits and authors', async () => {
  const answer = buildChangesSchema
    .strict()
    .parse(await house.local.call(routes.getBuildChanges, { params: { id: idOf(1) } }));
  expect(answer.meta).toMatchObject({ state: 'stored', hasMore: false });
  expect(answer.data).toMatchObject([
    { message: 'Make it faster', author: 'Ada' },
    { message: 'Another', author: null },
  ]);
});

test('what is not there says why', async () => {
  expect((await stages(2)).meta).toMatchObject({
    state: 'parked',
    reason: 'Jenkins was too slow.',
    retryAt: '2026-03-21T12:00:00.000Z',
  });
  expect((await stages(4)).meta.state).toBe('running');
  expect((await stages(5)).meta.state).toBe('gone');
  const unknown = house.local.call(routes.getBuildStages, { params: { id: 'b_zzz' } });
  expect((await problemOf(unknown)).code).toBe('not_found');
});

test('an old build is asked for once, by the first who looks', async () => {
  expect(hints).toEqual([]);
  expect((await stages(3)).meta.state).toBe('waiting');
  expect(hints).toEqual([[1, 'deep']]);
  expect((await stages(3)).meta.state).toBe('waiting');
  expect((await house.local.call(routes.getBuildChanges, { params: { id: idOf(3) } })).meta.state).toBe('waiting');
  expect(hints).toEqual([[1, 'deep']]);
  const due = await house.collection.dueDeepWork(1, { nowMs: clock.nowMs(), most: 10 });
  expect(due[0]).toMatchObject({ number: 3, isAsked: true });
});

test('the end of a log that was kept is served when Jenkins has deleted the build, and says so', async () => {
  const token = await house.createToken(['read:builds']);
  const log = (number: number) =>
    fetch(`${house.url}/api/v1/builds/${idOf(number)}/log`, { headers: { authorization: `Bearer ${token}` } });
  const answer = await log(5);
  expect(answer.headers.get('x-log-source')).toBe('kept');
  expect(await answer.text()).toContain('the end\n');
});

test('a connection tells what it costs, what tells stages there, and what is still to be fetched', async () => {
  const [connection] = (await house.local.call(routes.listConnections, {})).data;
  expect(connectionSchema.strict().parse(connection)).toMatchObject({
    stageSource: 'wfapi',
    load: {
      since: '2026-03-20T12:00:00.000Z',
      ...{ requests: 12, bytes: 3_456, controllerMs: 789, recordLoads: 10 },
      budget: { requests: 18_000, recordLoads: 720_000 },
    },
    deepWork: { parked: 1 },
  });
  expect(connection?.deepWork.open).toBeGreaterThan(0);
});
