import { expect, test } from 'vitest';
import { fullNameOf } from '../../src/core/job.ts';
import { status } from '../../testkit/fake-jenkins/faults/faults.ts';
import { live, problemOf, type Rig, startRig, valueIn } from './controller-rig.ts';

function addHistory(rig: Rig, name: string, count: number): void {
  rig.world.addHistory(rig.world.job(name), count, (number) => ({ startedAtMs: 1_700_000_000_000 + number }));
}

function addHistoryTo(rig: Rig, name: string): void {
  rig.world.addJob(name);
  addHistory(rig, name, 3);
}

test('finds jobs of every kind and depth, under names that need care, in two requests', async () => {
  const rig = await startRig();
  const deep = `${Array.from({ length: 11 }, (_, level) => `level ${level + 1}`).join('/')}/job`;
  const names = ['a+b=c,d (x)~1', 'bücher-日本語 ✓', '100% done', 'team b/näst ed/job one', 'semi;colon&amp', deep];
  for (const name of names) rig.world.addJob(name);
  rig.world.addJob('pipe', { kind: 'pipeline' });
  rig.world.addJob('matrix', { kind: 'matrix', configurations: ['OS=linux', 'OS=mac'] });
  rig.world.addJob('off', { isDisabled: true });
  rig.world.addBranch('repo', 'feature/login');
  rig.world.addFolder('empty');
  const heads = valueIn(await rig.controller.heads(live));
  const found = heads.jobs.map(({ path }) => fullNameOf(path));
  expect(found.toSorted()).toEqual([...names, 'pipe', 'matrix', 'off', 'repo/feature%2Flogin'].toSorted());
  expect(heads.jobs.find(({ path }) => path.at(-1) === 'feature%2Flogin')?.kind).toBe('multibranch-branch');
  expect(heads.jobs.find(({ path }) => path[0] === 'matrix')?.kind).toBe('matrix');
  expect(heads.jobs.find(({ path }) => path[0] === 'off')?.isDisabled).toBe(true);
  expect(heads.folders).toContainEqual(expect.objectContaining({ path: ['empty'], size: 0 }));
  expect(heads.folders.filter(({ path }) => path[0] === 'level 1')).toHaveLength(11);
  expect(rig.fake.stats.total).toBe(2);
  expect(rig.fake.stats.loads).toEqual({ cold: 0, warm: 0 });
  for (const { path } of heads.jobs) {
    expect(valueIn(await rig.controller.numbers(path, live)), fullNameOf(path)).not.toBeNull();
  }
  expect(rig.fake.stats.rude).toEqual([]);
});

test('positions in the heads are those that slices count', async () => {
  const rig = await startRig();
  for (const name of ['b', 'a', 'folder/x', 'c']) addHistoryTo(rig, name);
  const heads = valueIn(await rig.controller.heads(live));
  for (const { path, index } of heads.jobs) {
    const slice = { from: index, to: index + 1 };
    const [latest] = valueIn(await rig.controller.latest(path.slice(0, -1), slice, live));
    expect(latest?.path).toEqual(path);
    expect(latest?.build?.number).toBe(3);
  }
});

test('reads the newest build of every job, never-built ones included, through nested folders', async () => {
  const rig = await startRig();
  addHistoryTo(rig, 'one');
  addHistoryTo(rig, 'folder/two');
  addHistoryTo(rig, 'folder/sub/three');
  rig.world.addJob('never');
  const shallow = valueIn(await rig.controller.latest([], { from: 0, to: 3 }, live));
  expect(shallow.map(({ path, build }) => [fullNameOf(path), build?.number ?? null])).toEqual([
    ['never', null],
    ['one', 3],
  ]);
  const deep = valueIn(await rig.controller.latest([], { from: 0, to: 3, depth: 3 }, live));
  expect(deep.map(({ path }) => fullNameOf(path)).toSorted()).toEqual([
    'folder/sub/three',
    'folder/two',
    'never',
    'one',
  ]);
  expect(valueIn(await rig.controller.latest([], { from: 3, to: 10 }, live))).toEqual([]);
});

test('reads recent builds, at most 100 newest first, with the limits of the numbers', async () => {
  const rig = await startRig();
  rig.world.addJob('many');
  addHistory(rig, 'many', 130);
  rig.world.deleteBuild(rig.world.job('many'), 120);
  const recent = valueIn(await rig.controller.recent(['many'], live));
  expect(recent.builds).toHaveLength(100);
  expect(recent.builds[0]?.number).toBe(130);
  expect(recent.builds.some(({ number }) => number === 120)).toBe(false);
  expect(recent).toMatchObject({ firstBuildNumber: 1, nextBuildNumber: 131, configurations: null });
});

test('reads recent builds of a whole slice, and of all configurations of a matrix job', async () => {
  const rig = await startRig();
  addHistoryTo(rig, 'folder/one');
  addHistoryTo(rig, 'folder/sub/two');
  rig.world.addJob('folder/matrix', { kind: 'matrix', configurations: ['OS=linux', 'OS=mac'] });
  addHistory(rig, 'folder/matrix/OS=mac', 2);
  const found = valueIn(await rig.controller.recentOf(['folder'], { from: 0, to: 3, depth: 2 }, 6, live));
  expect(found.map(({ path, builds: list }) => [fullNameOf(path), list.length])).toEqual([
    ['folder/matrix', 0],
    ['folder/one', 3],
    ['folder/sub/two', 3],
  ]);
  expect(found[0]?.configurations?.map(({ path }) => path.at(-1))).toEqual(['OS=linux', 'OS=mac']);
  const cells = valueIn(await rig.controller.recentOfConfigurations(['folder', 'matrix'], 2, live));
  expect(cells.map(({ path, builds: list }) => [path.at(-1), list.length])).toEqual([
    ['OS=linux', 0],
    ['OS=mac', 2],
  ]);
  const kind = 'matrix-configuration' as const;
  const cell = valueIn(await rig.controller.build(['folder', 'matrix', 'OS=mac'], 2, { ...live, kind }));
  expect(cell?.number).toBe(2);
});

test('walks a pipeline backwards over deleted numbers to its first build', async () => {
  const rig = await startRig();
  rig.world.addJob('pipe', { kind: 'pipeline' });
  addHistory(rig, 'pipe', 30);
  for (const number of [24, 25, 1]) rig.world.deleteBuild(rig.world.job('pipe'), number);
  const numbers: number[] = [];
  let hasReachedOldest = false;
  for (let from = 30; !hasReachedOldest; ) {
    const step = valueIn(await rig.controller.chain(['pipe'], from, 12, live));
    numbers.push(...step.builds.map(({ number }) => number));
    hasReachedOldest = step.hasReachedOldest;
    from = numbers.at(-1) ?? 0;
  }
  expect(numbers).toEqual(Array.from({ length: 28 }, (_, index) => 29 - index).filter((n) => n !== 24 && n !== 25));
  expect(problemOf(await rig.controller.chain(['pipe'], 25, 12, live)).code).toBe('not_found');
});

test('a chain gets shorter where the path is long, and its address stays below 6,000 bytes', async () => {
  const rig = await startRig();
  const name = Array.from({ length: 6 }, (_, level) => `${level} ${'ü'.repeat(70)}`).join('/');
  rig.world.addJob(name, { kind: 'pipeline' });
  addHistory(rig, name, 20);
  const step = valueIn(await rig.controller.chain(name.split('/'), 20, 12, live));
  expect(step.builds.length).toBeGreaterThan(3);
  expect(step.builds.length).toBeLessThan(12);
  expect(step.builds[0]?.number).toBe(19);
  expect(Math.max(...rig.fake.stats.requests.map(({ address }) => address.length))).toBeLessThan(6_000);
});

test('builds of jobs that are no pipelines cannot be walked, and say so', async () => {
  const rig = await startRig();
  addHistoryTo(rig, 'freestyle');
  expect(problemOf(await rig.controller.chain(['freestyle'], 3, 12, live)).code).toBe('bad_data');
});

test('reads single builds, all builds and numbers, and tells what is gone', async () => {
  const rig = await startRig();
  addHistoryTo(rig, 'job');
  rig.world.deleteBuild(rig.world.job('job'), 2);
  expect(valueIn(await rig.controller.build(['job'], 3, live))?.number).toBe(3);
  expect(valueIn(await rig.controller.build(['job'], 2, live))).toBeNull();
  expect(valueIn(await rig.controller.every(['job'], 2, live)).map(({ number }) => number)).toEqual([3, 1]);
  expect(valueIn(await rig.controller.numbers(['job'], live))).toEqual({ next: 4, first: 1, last: 3 });
  expect(valueIn(await rig.controller.numbers(['other'], live))).toBeNull();
});

test('a 404 of something in front of Jenkins is no proof that a build is gone', async () => {
  const rig = await startRig();
  addHistoryTo(rig, 'job');
  const lostWay = rig.fake.faults.add(status(404));
  expect(problemOf(await rig.controller.build(['job'], 3, live)).code).toBe('not_found');
  expect(problemOf(await rig.controller.numbers(['job'], live)).code).toBe('not_found');
  lostWay.remove();
  // An old controller: its own 404 bears no marks either, but the job answers.
  rig.fake.faults.add(status(404), { match: /\/job\/job\/3\// });
  expect(valueIn(await rig.controller.build(['job'], 3, live))).toBeNull();
});

test('knows a branch by its own name, and a pull request by its facts', async () => {
  const rig = await startRig();
  const pullRequest = {
    url: 'https://git.example/shop/pull/7',
    title: 'Sell more',
    contributor: 'ada',
    contributorName: 'Ada L.',
    contributorEmail: 'ada@example.test',
  };
  rig.world.addBranch('repo', 'PR-7', { pullRequest });
  rig.world.addBranch('repo', 'feature/login');
  addHistory(rig, 'repo/feature%2Flogin', 1);
  valueIn(await rig.controller.heads(live));
  const recent = valueIn(await rig.controller.recent(['repo', 'feature%2Flogin'], live));
  expect(recent.builds[0]?.branch).toBe('feature/login');
  const facts = valueIn(await rig.controller.branchFacts(['repo'], live));
  expect(facts.map(({ path, displayName }) => [path.at(-1), displayName])).toEqual([
    ['feature%2Flogin', 'feature/login'],
    ['PR-7', 'PR-7'],
  ]);
  expect(facts[1]?.pullRequest).toEqual({ number: '7', title: 'Sell more', author: 'Ada L.', url: pullRequest.url });
  expect(facts[0]?.pullRequest).toBeNull();
  const sliced = valueIn(await rig.controller.branchFacts([], live, { from: 0, to: 1, depth: 2 }));
  expect(sliced).toEqual(facts);
});

test('sees everything that runs, and on which agent', async () => {
  const rig = await startRig();
  const { world } = rig;
  world.addAgent('agent-1');
  world.addAgent('agent-2', { isOffline: true });
  const pipe = world.startBuild(world.addJob('team/pipe', { kind: 'pipeline' }));
  world.enterNodeBlock(pipe, 'agent-1', 'build');
  world.startBuild(world.addJob('free'), { builtOn: 'agent-1' });
  const agents = valueIn(await rig.controller.running(live));
  const shown = agents.running.map(({ path, build }) => [
    fullNameOf(path),
    build.number,
    build.agent,
    build.isBuilding,
  ]);
  expect(shown.toSorted()).toEqual([
    ['free', 1, 'agent-1', true],
    ['team/pipe', 1, 'agent-1', true],
  ]);
  expect(agents.total).toBe(3);
  expect(rig.fake.stats.loads).toEqual({ cold: 0, warm: 0 });
});

test('sees what waits and why', async () => {
  const rig = await startRig();
  const job = rig.world.addJob('job');
  rig.world.enqueue({ type: 'job', job }, { why: 'No agent has the label gpu' });
  const items = valueIn(await rig.controller.queue(live));
  expect(items).toMatchObject([
    { id: 1, inQueueSinceMs: rig.clock.nowMs(), why: 'No agent has the label gpu', taskName: 'job' },
  ]);
});

test('says who it is, and every answer names version and session', async () => {
  const rig = await startRig();
  const outcome = await rig.controller.whoAmI(live);
  expect(outcome).toMatchObject({
    ok: true,
    value: { value: { name: 'ci-bot', isAnonymous: false }, jenkinsVersion: '2.516.2', session: rig.fake.session },
  });
});

test('without its token a connection sends nothing', async () => {
  const rig = await startRig({ change: { connection: { token: null } } });
  expect(problemOf(await rig.controller.heads(live)).code).toBe('secret_unreadable');
  expect(problemOf(await rig.controller.log(['job'], 1, { ...live, capBytes: 10 })).code).toBe('secret_unreadable');
  expect(rig.fake.stats.total).toBe(0);
});
