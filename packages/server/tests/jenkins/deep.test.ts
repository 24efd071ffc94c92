import { expect, test } from 'vitest';
import type { TestStream } from '../../src/jenkins/controller.ts';
import type { Fault } from '../../testkit/fake-jenkins/faults/exchange.ts';
import * as faults from '../../testkit/fake-jenkins/faults/faults.ts';
import { pluginJson } from '../../testkit/fake-jenkins/http/reply.ts';
import { makeStage, type Stage } from '../../testkit/fake-jenkins/truth/stage.ts';
import { makeTestCase, makeTestSuite } from '../../testkit/fake-jenkins/truth/test-report.ts';
import { live, problemOf, type Rig, startRig, valueIn } from './controller-rig.ts';

const atMs = 1_700_000_000_000;

const pipelineStages: readonly Stage[] = [
  makeStage({ id: '4', name: 'Checkout SCM', startedAtMs: atMs, isSynthetic: true, agent: 'built-in' }),
  makeStage({
    id: '6',
    name: 'Test',
    startedAtMs: atMs + 1_000,
    durationMs: 5_000,
    state: 'failure',
    children: [
      makeStage({ id: '7', name: 'linux', type: 'PARALLEL', startedAtMs: atMs + 1_100, agent: 'agent-1', pauseMs: 30 }),
      makeStage({
        id: '8',
        name: 'mac',
        type: 'PARALLEL',
        startedAtMs: atMs + 1_200,
        state: 'failure',
        children: [makeStage({ id: '9', name: 'Unit', startedAtMs: atMs + 1_300, state: 'failure' })],
      }),
    ],
  }),
  makeStage({ id: '20', name: 'Deploy', startedAtMs: atMs + 6_000, state: 'skipped', durationMs: 10 }),
];

function addPipeline(rig: Rig, spec: { stages?: readonly Stage[]; isBuilding?: boolean } = {}): void {
  const job = rig.world.addJob('pipe', { kind: 'pipeline' });
  rig.world.addBuild(job, { stages: pipelineStages, ...spec });
}

const stagesOf = async (rig: Rig) => valueIn(await rig.controller.stages(['pipe'], 1, { ...live, kind: 'pipeline' }));

test.each(['stages', 'pipeline-overview', 'pipeline-graph'] as const)(
  'reads the tree of stages from %s',
  async (source) => {
    const rig = await startRig({ stageSources: [source, 'wfapi'] });
    addPipeline(rig);
    const found = await stagesOf(rig);
    expect(found).toMatchObject({ isComplete: true, source });
    expect(found?.stages.map(({ id, parentId, kind, status }) => [id, parentId, kind, status])).toEqual([
      ['4', null, 'synthetic', 'success'],
      ['6', null, 'stage', 'failure'],
      ['7', '6', 'parallel', 'success'],
      ['8', '6', 'parallel', 'failure'],
      ['9', '8', 'stage', 'failure'],
      ['20', null, 'stage', 'skipped'],
    ]);
    expect(found?.stages[0]?.agent).toBe('(built-in)');
    expect(found?.stages[2]).toMatchObject({
      startedAtMs: atMs + 1_100,
      durationMs: 1_000,
      pauseMs: 30,
      agent: 'agent-1',
    });
    expect(found?.stages[5]?.durationMs).toBeNull();
  },
);

test('reads the flat list of Stage View where there is nothing better', async () => {
  const rig = await startRig({ stageSources: ['wfapi'] });
  addPipeline(rig);
  const found = await stagesOf(rig);
  expect(found?.source).toBe('wfapi');
  expect(found?.stages.map(({ name, kind, status }) => [name, kind, status])).toEqual([
    ['Checkout SCM', 'synthetic', 'success'],
    ['Test', 'stage', 'failure'],
    ['Unit', 'stage', 'failure'],
    ['Deploy', 'stage', 'skipped'],
  ]);
});

test('reads branches and their stages from Blue Ocean, multibranch jobs included', async () => {
  const rig = await startRig({ stageSources: ['blue-ocean'] });
  rig.world.addBuild(rig.world.addBranch('team/repo', 'feature/x'), { stages: pipelineStages });
  const path = ['team', 'repo', 'feature%2Fx'];
  const kind = 'multibranch-branch' as const;
  const found = valueIn(await rig.controller.stages(path, 1, { ...live, kind }));
  expect(found?.source).toBe('blue-ocean');
  expect(found?.stages.map(({ name, parentId, kind: of, status }) => [name, parentId, of, status])).toEqual([
    ['Checkout SCM', null, 'stage', 'success'],
    ['Test', null, 'stage', 'failure'],
    ['linux', '6', 'parallel', 'success'],
    ['mac', '6', 'parallel', 'failure'],
    ['Unit', '8', 'stage', 'failure'],
    ['Deploy', null, 'stage', 'skipped'],
  ]);
  expect(found?.stages[2]?.startedAtMs).toBe(atMs + 1_100);
});

test('a build that runs is not complete, on every source', async () => {
  for (const source of ['stages', 'wfapi', 'blue-ocean'] as const) {
    const rig = await startRig({ stageSources: [source] });
    const job = rig.world.addJob('pipe', { kind: 'pipeline' });
    const stages = [makeStage({ id: '4', name: 'Build', startedAtMs: atMs, state: 'running', durationMs: null })];
    rig.world.startBuild(job, { stages });
    const found = await stagesOf(rig);
    expect(found, source).toMatchObject({ isComplete: false, stages: [{ status: 'running', durationMs: null }] });
  }
});

test('Stage View tells nonsense about branches that run: those stages count as running', async () => {
  const rig = await startRig({ stageSources: ['wfapi'] });
  const branch = makeStage({
    id: '5',
    name: 'linux',
    type: 'PARALLEL',
    startedAtMs: atMs,
    state: 'running',
    durationMs: null,
  });
  const inner = makeStage({ id: '6', name: 'Unit', startedAtMs: atMs + 342, state: 'running', durationMs: null });
  rig.world.startBuild(rig.world.addJob('pipe', { kind: 'pipeline' }), { stages: [branch, inner], startedAtMs: atMs });
  const found = await stagesOf(rig);
  expect(found).toMatchObject({ isComplete: false, stages: [{ name: 'Unit', status: 'running', durationMs: null }] });
});

test('finds the plugin once, remembers it, and looks again after a restart of the controller', async () => {
  const rig = await startRig({ stageSources: ['wfapi'] });
  addPipeline(rig);
  await rig.controller.queue(live);
  await stagesOf(rig);
  expect(rig.fake.stats.count('stages')).toBe(4);
  await stagesOf(rig);
  expect(rig.fake.stats.count('stages')).toBe(5);
  rig.fake.restart();
  await rig.controller.queue(live);
  await stagesOf(rig);
  expect(rig.fake.stats.count('stages')).toBe(9);
});

test('a controller without such a plugin is asked once in six hours, not for every build', async () => {
  const rig = await startRig({ stageSources: [] });
  addPipeline(rig);
  expect(await stagesOf(rig)).toEqual({ stages: [], isComplete: true, source: null });
  await stagesOf(rig);
  expect(rig.fake.stats.count('stages')).toBe(5);
  await rig.clock.advance(6 * 3_600_000);
  await stagesOf(rig);
  expect(rig.fake.stats.count('stages')).toBe(10);
});

test('one build on which the plugin fails is read elsewhere, and changes nothing for the others', async () => {
  const rig = await startRig();
  addPipeline(rig);
  await stagesOf(rig);
  rig.fake.faults.add(faults.oops, { match: /pipeline-overview/, times: 1 });
  expect((await stagesOf(rig))?.source).toBe('wfapi');
  expect((await stagesOf(rig))?.source).toBe('pipeline-overview');
});

test('display times of old versions are of no use, and a gone build is null', async () => {
  const rig = await startRig({ stageSources: ['pipeline-graph', 'wfapi'] });
  addPipeline(rig);
  rig.fake.faults.add(faults.memberBecomes('startTimeMillis', 'Started 3 days ago'), { match: /pipeline-graph/ });
  expect((await stagesOf(rig))?.source).toBe('wfapi');
  expect(valueIn(await rig.controller.stages(['pipe'], 7, { ...live, kind: 'pipeline' }))).toBeNull();
});

test('reads a finished build with its changes, authors as names, and what else a single request tells', async () => {
  const rig = await startRig();
  const commit = { committedAtMs: atMs, authorName: 'Ada', paths: [] };
  const commits = [
    { ...commit, commitId: 'a'.repeat(40), authorEmail: 'ada@example.test', comment: 'Fix it\n\nlong story' },
    { ...commit, commitId: 'b'.repeat(40), authorEmail: '123+octo@users.noreply.github.com', comment: 'More' },
  ];
  const testCounts = { total: 3, failed: 1, skipped: 0 };
  for (const [name, kind] of [
    ['pipe', 'pipeline'],
    ['free', 'freestyle'],
  ] as const) {
    rig.world.addBuild(rig.world.addJob(name, { kind }), { commits, description: 'why', testCounts });
    const final = valueIn(await rig.controller.final([name], 1, live));
    expect(final?.changes).toEqual([
      { commit: 'a'.repeat(40), committedAtMs: atMs, message: 'Fix it', author: 'ada' },
      { commit: 'b'.repeat(40), committedAtMs: atMs, message: 'More', author: 'octo' },
    ]);
    expect(final).toMatchObject({ hasMoreChanges: false, testReportName: 'testReport', failureCauses: [] });
    expect(final?.build).toMatchObject({ number: 1, description: 'why', tests: testCounts });
  }
  expect(rig.fake.stats.rude).toEqual([]);
  expect(JSON.stringify(valueIn(await rig.controller.final(['pipe'], 1, live)))).not.toContain('@');
  expect(valueIn(await rig.controller.final(['pipe'], 2, live))).toBeNull();
});

test('changes that break the answer are left out, the build is kept', async () => {
  const rig = await startRig();
  rig.world.addBuild(rig.world.addJob('job'), { description: 'why' });
  rig.fake.faults.add(faults.oops, { match: /changeSet/ });
  const outcome = await rig.controller.final(['job'], 1, live);
  expect(valueIn(outcome)).toMatchObject({ build: { description: 'why' }, changes: [], hasMoreChanges: true });
  expect(outcome).toMatchObject({ ok: true, value: { dropped: 1 } });
});

async function open(rig: Rig, hasFailures = true): Promise<TestStream> {
  const outcome = await rig.controller.tests(['job'], 1, { ...live, urlName: 'testReport', hasFailures });
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value;
}

/** Names of all cases by the position of their suite. */
async function casesIn(stream: TestStream): Promise<Map<number, string[]>> {
  const cases = new Map<number, string[]>();
  for await (const part of stream.parts) {
    cases.set(part.position, [...(cases.get(part.position) ?? []), ...part.cases.map(({ name }) => name)]);
  }
  return cases;
}

function addReport(rig: Rig, sizes: readonly number[]): void {
  const suites = sizes.map((size, suite) =>
    makeTestSuite({
      name: `suite ${suite}`,
      cases: Array.from({ length: size }, (_, index) => makeTestCase({ className: 'C', name: `${suite}.${index}` })),
    }),
  );
  rig.world.addBuild(rig.world.addJob('job'), { testReport: () => ({ suites }) });
}

test('reads a report of any shape completely, each case once', async () => {
  const rig = await startRig();
  const sizes = [3, 0, 2_000, 2_001, 4_500, 1, ...Array.from({ length: 94 }, () => 2)];
  addReport(rig, sizes);
  const stream = await open(rig);
  const cases = await casesIn(stream);
  expect([...cases.keys()].toSorted((a, b) => a - b)).toEqual(sizes.map((_, index) => index));
  for (const [suite, size] of sizes.entries()) {
    expect(cases.get(suite)).toEqual(Array.from({ length: size }, (_, index) => `${suite}.${index}`));
  }
  expect([stream.problem(), stream.dropped()]).toEqual([null, 0]);
});

test('reads the details of cases', async () => {
  const rig = await startRig();
  const failing = makeTestCase({
    className: 'com.acme.T',
    name: 'breaks',
    status: 'FAILED',
    durationS: 0.25,
    age: 2,
    failedSince: 5,
    errorDetails: 'expected 1',
    errorStackTrace: 'at T.breaks\n\tat Main',
  });
  const suite = makeTestSuite({ name: 's', cases: [failing], enclosingBlockNames: ['inner', 'outer'] });
  rig.world.addBuild(rig.world.addJob('job'), { testReport: { suites: [suite] } });
  for await (const part of (await open(rig)).parts) {
    expect(part).toEqual({
      position: 0,
      name: 's',
      stageNames: ['outer', 'inner'],
      cases: [
        {
          className: 'com.acme.T',
          name: 'breaks',
          status: 'failed',
          durationMs: 250,
          age: 2,
          failedSince: 5,
          errorDetails: 'expected 1',
          errorStackTrace: 'at T.breaks\n\tat Main',
          skippedMessage: null,
        },
      ],
    });
  }
});

test('pages that are too much get smaller until they are answered', async () => {
  const rig = await startRig();
  addReport(
    rig,
    Array.from({ length: 30 }, () => 40),
  );
  const isLarge = (request: { query: URLSearchParams }) => {
    const ranges = [...(request.query.get('tree') ?? '').matchAll(/\{(\d+),(\d+)\}/g)];
    return ranges.some(
      ([, from, to]) => Number(to) - Number(from) > 10 && ranges.length === 2 && Number(to) - Number(from) < 100,
    );
  };
  rig.fake.faults.add(faults.endlessBody(), { match: isLarge });
  const cases = await casesIn(await open(rig));
  expect([...cases.values()].flat()).toHaveLength(1_200);
});

/** A report of one suite with `total` cases, made up page by page. */
const hugeReport =
  (total: number): Fault =>
  async ({ request, identity, send }) => {
    const [cases = [], suites = []] = [...(request.query.get('tree') ?? '').matchAll(/\{(\d+),(\d+)\}/g)];
    const [from, to] = [Number(cases[1]), Math.min(total, Number(cases[2]))];
    const page = Array.from({ length: to - from }, (_, index) =>
      makeTestCase({ className: 'com.acme.LongEnoughName', name: `case ${from + index}` }),
    );
    const list = Number(suites[1]) === 0 ? [{ name: 's', cases: page.map((one) => ({ ...one, duration: 0.1 })) }] : [];
    await send(pluginJson({ suites: list }, { 'X-Jenkins': identity.version }));
  };

test('half a million cases in one suite are read in bounded pages', async () => {
  const rig = await startRig();
  const total = 500_000;
  rig.fake.faults.add(hugeReport(total), { match: 'tests' });
  const stream = await open(rig, false);
  let count = 0;
  let largest = 0;
  for await (const part of stream.parts) {
    count += part.cases.length;
    largest = Math.max(largest, part.cases.length);
  }
  expect(stream.problem()).toBeNull();
  expect(count).toBe(total);
  expect(largest).toBeLessThanOrEqual(2_000);
  expect(Math.max(...rig.fake.stats.requests.map(({ plainBytes }) => plainBytes))).toBeLessThan(1_000_000);
});

test('a report that is put together from those of others is read child by child', async () => {
  const rig = await startRig();
  const suite = (name: string) => ({ name, cases: [makeTestCase({ className: 'C', name })] });
  const childReports = [['a', 'b'], ['c']].map((names, index) => ({
    child: { number: index + 1 },
    result: { suites: names.map(suite) },
  }));
  rig.fake.faults.add(
    async ({ request, identity, send }) => {
      const [from, to] = (/\{(\d+),(\d+)\}$/.exec(request.query.get('tree') ?? '') ?? [0, 0, 2]).slice(1).map(Number);
      const body = { failCount: 0, childReports: childReports.slice(from, to) };
      await send(pluginJson(body, { 'X-Jenkins': identity.version }));
    },
    { match: 'tests' },
  );
  const cases = await casesIn(await open(rig));
  expect([...cases]).toEqual([
    [0, ['a']],
    [1, ['b']],
    [2, ['c']],
  ]);
});

test('a report that fails on the way says so', async () => {
  const rig = await startRig();
  addReport(
    rig,
    Array.from({ length: 120 }, () => 2),
  );
  rig.fake.faults.add(faults.revokedToken, { match: 'tests', after: 1 });
  const stream = await open(rig);
  expect((await casesIn(stream)).size).toBe(50);
  expect(stream.problem()?.code).toBe('unauthorized');
});

test('no report, no stream; a name that leads elsewhere is not asked', async () => {
  const rig = await startRig();
  rig.world.addBuild(rig.world.addJob('job'));
  const ask = (urlName: string) => rig.controller.tests(['job'], 1, { ...live, urlName, hasFailures: true });
  expect(problemOf(await ask('testReport')).code).toBe('not_found');
  expect(problemOf(await ask('../../../')).code).toBe('bad_data');
  expect(rig.fake.stats.total).toBe(1);
});

const tailOf = async (rig: Rig, bytes: number) => valueIn(await rig.controller.logTail(['job'], 1, { ...live, bytes }));

test('reads the end of a log from the start of a line on, in two small requests', async () => {
  const rig = await startRig();
  const log = Array.from({ length: 100_000 }, (_, index) => `line ${index} ü\n`).join('');
  rig.world.addBuild(rig.world.addJob('job'), { log });
  const tail = await tailOf(rig, 1_000);
  expect(tail).toMatchObject({ isWhole: false, sizeBytes: Buffer.byteLength(log) });
  expect(log.endsWith(tail.text)).toBe(true);
  expect(tail.text.startsWith('line ')).toBe(true);
  expect(tail.text.length).toBeGreaterThan(900);
  expect(rig.fake.stats.total).toBe(2);
  expect(rig.fake.stats.plainBytes).toBeLessThan(10_000);
});

test('a short log is read whole, hidden notes are gone, even one that is cut by the start', async () => {
  const rig = await startRig();
  const note = `\u001b[8mha:${'A'.repeat(200)}=\u001b[0m`;
  const log = `${note}first\n${note}second\nthird\n`;
  rig.world.addBuild(rig.world.addJob('job'), { log });
  expect(await tailOf(rig, 10_000)).toEqual({ text: 'first\nsecond\nthird\n', isWhole: true, sizeBytes: log.length });
  expect((await tailOf(rig, 100)).text).toBe('third\n');
});

test('an old controller that does not tell the size streams the log, and only its end is kept', async () => {
  const rig = await startRig();
  const log = Array.from({ length: 20_000 }, (_, index) => `line ${index} ü\n`).join('');
  rig.world.addBuild(rig.world.addJob('job'), { log });
  rig.fake.faults.add(faults.oops, { match: /start=-1/ });
  const tail = await tailOf(rig, 1_000);
  expect(tail).toMatchObject({ isWhole: false, sizeBytes: Buffer.byteLength(log) });
  expect(log.endsWith(tail.text)).toBe(true);
  expect(tail.text.startsWith('line ')).toBe(true);
  expect(Buffer.byteLength(tail.text)).toBeLessThanOrEqual(1_000);
  expect(await tailOf(rig, 10_000_000)).toEqual({ text: log, isWhole: true, sizeBytes: Buffer.byteLength(log) });
});

test('the tail of a log that is not there is a problem', async () => {
  const rig = await startRig();
  rig.world.addBuild(rig.world.addJob('job'));
  expect(problemOf(await rig.controller.logTail(['job'], 9, { ...live, bytes: 10 })).code).toBe('not_found');
});

test('tells the state of every agent', async () => {
  const rig = await startRig();
  const { world } = rig;
  world.addAgent('linux-1', { executors: 3, labels: ['linux', 'docker'] });
  world.addAgent('mac-1', {
    isOffline: true,
    isTemporarilyOffline: true,
    offlineCause: { className: 'hudson.slaves.OfflineCause$UserCause', reason: 'disk swap', sinceMs: atMs },
  });
  world.startBuild(world.addJob('free'), { builtOn: 'linux-1' });
  const { agents } = valueIn(await rig.controller.running(live));
  expect(
    agents.map(({ name, isOnline, executors, busyExecutors }) => [name, isOnline, executors, busyExecutors]),
  ).toEqual([
    ['(built-in)', true, 8, 0],
    ['linux-1', true, 3, 1],
    ['mac-1', false, 2, 0],
  ]);
  expect(agents[1]?.labels).toEqual(['linux', 'docker']);
  expect(agents[2]).toMatchObject({ isTemporarilyOffline: true, offlineReason: 'disk swap', offlineSinceMs: atMs });
});

test('tells of every waiting item which job it belongs to, and of a node block which build', async () => {
  const rig = await startRig();
  const { world } = rig;
  const job = world.addJob('team/job');
  world.enqueue({ type: 'job', job }, { state: 'blocked', isStuck: true });
  const build = world.startBuild(world.addJob('team/pipe', { kind: 'pipeline' }));
  world.enqueue({ type: 'node-block', build, label: 'gpu' });
  const items = valueIn(await rig.controller.queue(live));
  expect(items.map(({ path, buildNumber, state, isStuck }) => [path, buildNumber, state, isStuck])).toEqual([
    [['team', 'job'], null, 'blocked', true],
    [['team', 'pipe'], 1, 'buildable', false],
  ]);
});
