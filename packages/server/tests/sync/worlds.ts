import type { Result } from '../../testkit/fake-jenkins/truth/item.ts';
import type { BuildSpec } from '../../testkit/fake-jenkins/truth/make-build.ts';
import type { World } from '../../testkit/fake-jenkins/world.ts';

const results: readonly Result[] = ['SUCCESS', 'SUCCESS', 'FAILURE', 'UNSTABLE', 'ABORTED', 'NOT_BUILT'];
const hour = 3_600_000;

/** Ends of histories before which nothing but the records is fetched by itself: stages, tests and logs have tests of their own. */
export function longAgoMs(nowMs: number): number {
  return nowMs - 15 * 24 * hour;
}

/** A build of every shape: causes, parameters, revisions, tests, waits; a pure function of its number. */
export function variedBuild(endMs: number, count: number, spacingMs = hour) {
  return (number: number): BuildSpec & { startedAtMs: number } => ({
    startedAtMs: endMs - (count - number + 1) * spacingMs,
    durationMs: 1_000 + ((number * 7_919) % 600_000),
    result: results[number % results.length] ?? 'SUCCESS',
    isKept: number % 17 === 0,
    displayName: number % 13 === 0 ? `release ${number}` : null,
    description: number % 11 === 0 ? `about ${number}` : null,
    builtOn: number % 2 === 0 ? 'agent-1' : '',
    causes: number % 3 === 0 ? [{ type: 'user', userId: 'ada' }, { type: 'scm' }] : [{ type: 'timer' }],
    parameters:
      number % 5 === 0
        ? [
            { type: 'string', name: 'TARGET', value: `t${number}` },
            { type: 'password', name: 'DEPLOY', value: 'hidden' },
            { type: 'string', name: 'API_TOKEN', value: 'abc' },
          ]
        : [],
    revisions:
      number % 4 === 0
        ? []
        : [
            {
              sha1: number.toString(16).padStart(40, 'a'),
              branch: 'refs/remotes/origin/main',
              remoteUrl: 'https://git.example/x',
            },
          ],
    testCounts: number % 6 === 0 ? { total: 40, failed: number % 4, skipped: 1 } : null,
    waits: { waitingMs: 5_000, blockedMs: 0, buildableMs: number % 900 },
  });
}

/** Folders, branches, matrix, long and short histories, deleted, kept and running builds: everything a controller has. */
export function buildMixedWorld(world: World): void {
  const now = longAgoMs(world.nowMs());
  world.addAgent('agent-1', { executors: 4 });
  const history = (name: string, count: number, spacingMs = hour) =>
    world.addHistory(world.job(name), count, variedBuild(now, count, spacingMs));
  world.addJob('never');
  world.addJob('single');
  history('single', 1);
  world.addJob('long-freestyle');
  history('long-freestyle', 350);
  world.addJob('long-pipeline', { kind: 'pipeline' });
  history('long-pipeline', 300);
  world.addJob('slightly-long-pipeline', { kind: 'pipeline' });
  history('slightly-long-pipeline', 108);
  for (let team = 0; team < 6; team += 1) {
    for (let job = 0; job < 5; job += 1) {
      const name = `teams/team ${team}/job ${job}`;
      world.addJob(name, { kind: job % 2 === 0 ? 'freestyle' : 'pipeline', isDisabled: job === 4 });
      history(name, 3 + team * 4 + job);
    }
  }
  const deep = `${Array.from({ length: 8 }, (_, level) => `level ${level}`).join('/')}/deep 100%`;
  world.addJob(deep);
  history(deep, 12);
  for (const head of ['main', 'feature/login', 'PR-7', 'bug 1']) {
    const pullRequest =
      head === 'PR-7'
        ? {
            url: 'https://git.example/x/pull/7',
            title: 'Make it better',
            contributor: 'ada',
            contributorName: 'Ada',
            contributorEmail: 'ada@example.com',
          }
        : null;
    const branch = world.addBranch('repo', head, { pullRequest });
    world.addHistory(branch, 9, (number) => ({
      ...variedBuild(now, 9)(number),
      revisions: [{ sha1: 'b'.repeat(40), branch: head, remoteUrl: 'https://git.example/x' }],
    }));
  }
  world.addJob('matrix', { kind: 'matrix', configurations: ['OS=linux', 'OS=mac,DB=pg'] });
  history('matrix', 20);
  for (const cell of world.job('matrix').configurations) world.addHistory(cell, 20, variedBuild(now, 20));
  const holes = world.addJob('with-holes');
  history('with-holes', 40);
  for (const number of [5, 6, 7, 22, 39]) world.deleteBuild(holes, number);
  const rotated = world.addJob('rotated', { kind: 'pipeline' });
  history('rotated', 200);
  world.rotate(rotated, 15);
  world.startBuild(world.addJob('running', { kind: 'pipeline' }));
}
