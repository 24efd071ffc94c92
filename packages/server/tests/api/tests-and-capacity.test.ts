import { type Route, type RouteAnswer, type RouteInput, routes } from '@buildbutler/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { storePathIn } from '../../src/data-dir.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { sampleAgent, sampleCase, sampleQueueEntry, sampleSuite, testsOf } from '../storage/deep-sample.ts';
import { sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';
import { problemOf } from './problem-of.ts';

const clock = new ManualClock(Date.UTC(2026, 2, 20, 12));
let house: TestApp;

/** Calls a route and holds its answer against the contract. */
async function call<R extends Route & { answer: { schema: z.ZodType } }>(
  route: R,
  input: RouteInput<R>,
): Promise<RouteAnswer<R>> {
  const answer = await house.local.call(route, input);
  route.answer.schema.parse(answer);
  return answer;
}

beforeAll(async () => {
  house = await startTestApp({ clock });
  await house.local.call(routes.createConnection, {
    body: { name: 'Production', url: 'https://jenkins.example', username: 'ci-bot', token: 'secret' },
  });
  const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
  const tests = { total: 2, failed: 0, skipped: 0 };
  await house.collection.recordStep(
    sampleStep({
      atMs: clock.nowMs(),
      newJobs: [sampleJob('team/app')],
      builds: numbers.map((number) => ({
        jobId: { newJob: 0 },
        build: sampleBuild({
          number,
          startedAtMs: clock.nowMs() - (13 - number) * 3_600_000,
          agent: 'a',
          tests,
          queueMs: 5_000,
        }),
      })),
      queue: [sampleQueueEntry(1, { inQueueSinceMs: clock.nowMs() - 60_000, jobId: 1 })],
      agents: [sampleAgent('a'), sampleAgent('b', { isOnline: false, offlineReason: 'lost' })],
    }),
  );
  const deep = numbers.map((number) =>
    testsOf(1, number, [
      sampleSuite([
        sampleCase({ name: 'flaky', status: number % 2 === 0 ? 'failed' : 'passed', errorDetails: 'expected 1' }),
        sampleCase({ name: 'steady' }),
      ]),
    ]),
  );
  await house.collection.recordStep(sampleStep({ atMs: clock.nowMs(), deep }));
  while ((await house.collection.rollUpDirty(100)) > 0);
});
afterAll(() => house.stop());

const idOf = async (name: string) => {
  const { data } = await call(routes.listTests, { query: {} });
  return data.find((row) => row.name === name)?.id ?? '';
};

test('tests are listed, shown with their runs, tagged and found by their tags', async () => {
  const id = await idOf('flaky');
  expect(await call(routes.getTest, { params: { id }, query: {} })).toMatchObject({
    runs: 12,
    failed: 6,
    isFlaky: true,
  });
  const runs = await call(routes.listTestRuns, { params: { id }, query: { limit: 2 } });
  expect(runs.data.map(({ build, error, status }) => [build.number, status, error])).toEqual([
    [12, 'failed', 'expected 1'],
    [11, 'passed', null],
  ]);
  const steady = await idOf('steady');
  const change = (body: RouteInput<typeof routes.changeTestTags>['body']) => call(routes.changeTestTags, { body });
  expect(await change({ tests: [id, steady], add: ['Slow', 'db'] })).toEqual({ changed: 2 });
  expect(await change({ tests: [id], add: ['db'], remove: ['slow'] })).toEqual({ changed: 1 });
  expect((await call(routes.listTestTags, {})).data).toEqual([
    { tag: 'db', tests: 2 },
    { tag: 'slow', tests: 1 },
  ]);
  const { data } = await call(routes.listTests, { query: { tag: ['db'], withoutTag: ['slow'] } });
  expect(data.map((row) => row.id)).toEqual([id]);
  expect(await problemOf(change({ tests: [id, 't_zzzzzz'], add: ['x'] }))).toMatchObject({ status: 404 });
  expect((await call(routes.listTestTags, {})).data).toHaveLength(2);
});

test('flaky tests follow the rules of the settings, and each change of these is in the audit log', async () => {
  const flaky = () => call(routes.listFlakyTests, { query: {} });
  expect((await flaky()).data).toMatchObject([{ name: 'flaky', flips: 11, reason: 'flips', recent: 'pfpfpfpfpfpf' }]);
  const trend = await call(routes.getFlakyTrend, { query: { range: '24h' } });
  expect(trend.days.reduce((sum, day) => sum + day.flips, 0)).toBe(11);
  expect((await call(routes.listFlips, { query: { range: '24h' } })).meta.total).toBe(11);
  expect((await call(routes.listFlakyJobs, { query: {} })).data).toEqual([]);
  const rules = await call(routes.getFlakyRules, {});
  expect(rules).toEqual({ runs: 30, flips: 5, passRate: 0.8, minRuns: 5 });
  await call(routes.setFlakyRules, { body: { ...rules, flips: 50, passRate: 0.3 } });
  while ((await house.collection.rollUpDirty(100)) > 0);
  expect((await flaky()).data).toEqual([]);
  expect((await call(routes.getFlakyTrend, { query: {} })).meta).toMatchObject({ flakyTests: 0, rules: { flips: 50 } });
  const store = openStore({ path: storePathIn(house.config.dataDir), role: 'reader' });
  const lines = await store.db.selectFrom('audit_entry').select(['action', 'detail']).execute();
  await store.close();
  expect(lines).toContainEqual({ action: 'flaky_rules.changed', detail: 'flips 5 to 50, pass rate 0.8 to 0.3' });
  expect(lines).toContainEqual({ action: 'tests.tagged', detail: '+slow +db' });
});

test('queue and agents are answered as the contract says', async () => {
  const queue = await call(routes.listQueue, { query: {} });
  expect(queue.data).toMatchObject([{ task: 'team/app', label: 'linux', waited: 60_000 }]);
  expect((await call(routes.getQueueFigures, { query: {} })).byJob).toMatchObject([{ jobName: 'team/app', items: 13 }]);
  const agents = await call(routes.listAgents, { query: {} });
  expect(agents.data.map(({ name, state }) => [name, state])).toEqual([
    ['b', 'offline'],
    ['a', 'online'],
  ]);
  expect((await call(routes.getAgentFigures, { query: {} })).data).toMatchObject({
    agents: 2,
    online: 1,
    executors: 2,
  });
});

test.each([
  ['/api/v1/tests?sort=nothing', 400],
  ['/api/v1/tests?tag=%21', 400],
  ['/api/v1/tests/t_1', 404],
  ['/api/v1/tests/x', 400],
  ['/api/v1/tests/t_zzzzzzzzzzzzzzzz/runs', 404],
  ['/api/v1/analytics/flaky?range=0001-01-01T00:00:00Z..9999-01-01T00:00:00Z', 400],
  ['/api/v1/analytics/agents?range=0001-01-01T00:00:00Z..9999-01-01T00:00:00Z', 200],
  ['/api/v1/analytics/queue?range=0001-01-01T00:00:00Z..9999-01-01T00:00:00Z', 200],
  ['/api/v1/tests?range=9998-01-01T00:00:00Z..9999-01-01T00:00:00Z', 200],
])('%s answers %i', async (path, status) => {
  const headers = { authorization: `Bearer ${await house.createToken(['read:analytics'])}` };
  expect((await fetch(house.url + path, { headers })).status).toBe(status);
});
