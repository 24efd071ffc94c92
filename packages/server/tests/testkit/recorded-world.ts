import { consoleNote } from '../../testkit/fake-jenkins/truth/console-note.ts';
import type { Build } from '../../testkit/fake-jenkins/truth/item.ts';
import { makeStage } from '../../testkit/fake-jenkins/truth/stage.ts';
import { makeTestCase, makeTestSuite } from '../../testkit/fake-jenkins/truth/test-report.ts';
import { World } from '../../testkit/fake-jenkins/world.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';

const startMs = 1_795_350_063_513;
const admin = [{ type: 'user', userId: 'admin', userName: 'admin' }] as const;

function addFreestyle(world: World): void {
  const success = world.addJob('fs-success', { description: 'always green' });
  const waits = { waitingMs: 14, blockedMs: 0, buildableMs: 30 };
  world.addBuild(success, { startedAtMs: startMs, durationMs: 317, causes: admin, waits });
  world.addBuild(success, { startedAtMs: startMs + 2000, durationMs: 260, causes: admin });
  world.addBuild(success, { startedAtMs: startMs + 4000, durationMs: 224, causes: admin });

  const many = world.addJob('fs-many');
  for (let number = 1; number <= 130; number++)
    world.addBuild(many, { startedAtMs: startMs + number * 1000, durationMs: 20 });
  for (const number of [5, 50, 51]) world.deleteBuild(many, number);
  world.build(many, 10).isKept = true;
  world.build(many, 20).description = 'a description with <b>html</b> & ü';

  const rotated = world.addJob('fs-rotated', { retention: 3 });
  for (let count = 0; count < 6; count++) world.addBuild(rotated);

  const failing = world.addJob('fs-failing');
  const log = `Started by user ${consoleNote()}admin\nRunning as SYSTEM\n+ echo about to fail\nabout to fail ünïcode\nFinished: FAILURE\n`;
  world.addBuild(failing, { result: 'FAILURE', log });
  world.addJob('fs-never-built');
  world.addJob('fs-disabled', { isDisabled: true });
  world.addJob('fs with spaces');
  world.addJob('a+b=c,d (x)~1');
  world.addJob('bücher-日本語 ✓');
}

function stagesOfThree(build: Build) {
  const at = (ms: number) => build.startedAtMs + ms;
  const agent = 'built-in';
  const branch = (id: string, name: string, durationMs: number, inner?: string) =>
    makeStage({
      id,
      name,
      type: 'PARALLEL',
      startedAtMs: at(1280),
      durationMs,
      agent,
      children:
        inner === undefined
          ? []
          : [
              makeStage({
                id: `${Number(id) + 4}`,
                name: inner,
                startedAtMs: at(1340),
                durationMs: durationMs - 90,
                agent,
              }),
            ],
    });
  return [
    makeStage({ id: '6', name: 'Checkout', startedAtMs: at(220), durationMs: 252, agent }),
    makeStage({
      id: '17',
      name: 'Test',
      startedAtMs: at(1200),
      durationMs: 1235,
      agent,
      children: [
        branch('21', 'unit', 791, 'Unit'),
        branch('22', 'integration', 1128, 'Integration'),
        branch('23', 'lint', 429),
      ],
    }),
    makeStage({
      id: '42',
      name: 'Flaky deploy',
      state: 'failure',
      startedAtMs: at(2500),
      durationMs: 342,
      agent,
      errorMessage: 'script returned exit code 3',
    }),
    makeStage({ id: '47', name: 'Smoke', state: 'skipped', startedAtMs: at(2850), durationMs: 20, agent }),
  ];
}

function addPipelines(world: World): void {
  const pipe = world.addJob('pipe-stages', { kind: 'pipeline', description: '' });
  const nodeUse = { waitingMs: 6, blockedMs: 0, buildableMs: 19, count: 1, executingMs: 3040 };
  const waits = { waitingMs: 6, blockedMs: 0, buildableMs: 0 };
  for (let number = 1; number <= 7; number++) {
    const result = number % 3 === 0 ? 'FAILURE' : 'SUCCESS';
    const build = world.addBuild(pipe, {
      startedAtMs: startMs + number * 10_000,
      durationMs: 5514,
      causes: admin,
      waits,
      nodeUse,
      result,
    });
    build.stages = stagesOfThree(build);
  }
  world.addBuild(world.addJob('pipe-no-stages', { kind: 'pipeline' }), { durationMs: 187 });
  world.addBuild(world.addJob('pipe-syntax-error', { kind: 'pipeline' }), { result: 'FAILURE', hasFlow: false });
  const junit = world.addJob('pipe-junit', { kind: 'pipeline' });
  const cases = [
    makeTestCase({ className: 'com.acme.CalcTest', name: 'adds', durationS: 0.012 }),
    makeTestCase({
      className: 'com.acme.CalcTest',
      name: 'skippedOne',
      status: 'SKIPPED',
      durationS: 0,
      age: 3,
      skippedMessage: 'not on linux',
    }),
    makeTestCase({
      className: 'com.acme.CalcTest',
      name: 'alwaysFails',
      status: 'FAILED',
      durationS: 0.2,
      age: 1,
      failedSince: 1,
      errorDetails: 'expected:<1> but was:<2>',
      errorStackTrace: 'java.lang.AssertionError\n\tat CalcTest',
    }),
  ];
  const suite = makeTestSuite({
    name: 'com.acme.CalcTest',
    cases,
    nodeId: '8',
    enclosingBlockNames: ['Unit'],
    stdout: 'suite stdout line',
  });
  const testCounts = { total: 3, failed: 1, skipped: 1 };
  world.addBuild(junit, { result: 'UNSTABLE', testCounts, testReport: { suites: [suite] } });

  world.addBranch('multi', 'main');
  const login = world.addBranch('multi', 'feature/login');
  const sha1 = '44b75f8ff54304bc393d1c434abf1ccf7a85b9b8';
  const revisions = [{ sha1, branch: 'feature/login', remoteUrl: 'https://git.example/demo' }];
  world.addBuild(login, { causes: [{ type: 'branch-indexing' }], revisions });
  world.addBranch('multi', 'release/1.0', { isDead: true });
  const pullRequest = {
    url: 'https://git.example/demo/pull/7',
    title: 'Log in with a key',
    contributor: 'ada',
    contributorName: 'Ada',
    contributorEmail: 'ada@example.test',
  };
  world.addBranch('multi', 'PR-7', { pullRequest });
}

function addMatrix(world: World): void {
  const matrix = world.addJob('matrix-job', { kind: 'matrix', configurations: ['OS=linux', 'OS=mac'] });
  const [linux, mac] = matrix.configurations;
  if (linux === undefined || mac === undefined) throw new Error('A matrix of two cells was asked for');
  world.addBuild(matrix, { result: 'FAILURE', causes: admin });
  world.addBuild(linux, { number: 1, durationMs: 65 });
  world.addBuild(mac, { number: 1, durationMs: 63, result: 'FAILURE' });
  // The second run leaves the cell that was green out.
  world.addBuild(matrix, { causes: admin });
  world.addBuild(mac, { number: 2, durationMs: 61 });
}

/** The controller of the recordings, as far as the tests look at it: same jobs, same numbers, same gaps. */
export function recordedWorld(): { world: World; clock: ManualClock } {
  const clock = new ManualClock(startMs + 1_000_000);
  const world = new World({ nowMs: clock.nowMs, builtInExecutors: 4 });
  addFreestyle(world);
  addPipelines(world);
  addMatrix(world);
  world.addJob('team-a/backend/api test');
  world.addFolder('empty-folder');
  world.addAgent('agent-1', { executors: 2, labels: ['linux', 'agent-1', 'docker'], description: 'rig node agent-1' });
  const offlineCause = { className: 'hudson.slaves.OfflineCause$ByCLI', reason: 'disk swap', sinceMs: startMs };
  world.addAgent('agent-2', { executors: 1, isTemporarilyOffline: true, offlineCause });
  return { world, clock };
}
