import type { Commit, Job } from '../../testkit/fake-jenkins/truth/item.ts';
import type { BuildSpec } from '../../testkit/fake-jenkins/truth/make-build.ts';
import { makeStage, type Stage } from '../../testkit/fake-jenkins/truth/stage.ts';
import {
  countTests,
  makeTestCase,
  makeTestSuite,
  type TestReport,
} from '../../testkit/fake-jenkins/truth/test-report.ts';
import type { World } from '../../testkit/fake-jenkins/world.ts';

const minute = 60_000;

/** A checkout, two branches of which one fails, and a stage that is never reached. */
export function branchedStages(atMs: number, isRed: boolean): Stage[] {
  const state = isRed ? 'failure' : 'success';
  const mac = makeStage({
    id: '8',
    name: 'mac',
    type: 'PARALLEL',
    startedAtMs: atMs + 1_200,
    durationMs: 4_000,
    state,
  });
  const linux = makeStage({ id: '7', name: 'linux', type: 'PARALLEL', startedAtMs: atMs + 1_100, agent: 'agent-1' });
  return [
    makeStage({ id: '4', name: 'Checkout', startedAtMs: atMs, durationMs: 900 }),
    makeStage({ id: '6', name: 'Test', startedAtMs: atMs + 1_000, durationMs: 5_000, state, children: [linux, mac] }),
    makeStage({
      id: '20',
      name: 'Deploy',
      startedAtMs: atMs + 6_000,
      ...(isRed ? { state: 'skipped', durationMs: 10 } : {}),
    }),
  ];
}

/** `cases` in suites of at most 100; every seventh fails when it is red. */
export function reportOf(cases: number, isRed: boolean): TestReport {
  const suites = Array.from({ length: Math.ceil(cases / 100) }, (_, suite) =>
    makeTestSuite({
      name: `suite ${suite}`,
      cases: Array.from({ length: Math.min(100, cases - suite * 100) }, (_, index) => {
        const hasFailed = isRed && index % 7 === 0;
        const error = { errorDetails: `expected ${index}`, errorStackTrace: `at line ${index}\nat suite ${suite}` };
        const failure = { status: 'FAILED', age: 1, failedSince: 1, ...error } as const;
        return makeTestCase({ className: `org.Suite${suite}`, name: `case ${index}`, ...(hasFailed ? failure : {}) });
      }),
    }),
  );
  return { suites };
}

export function commitsOf(number: number): Commit[] {
  return Array.from({ length: number % 3 }, (_, index) => ({
    commitId: `${number}${index}`.padEnd(40, 'c'),
    committedAtMs: 1_700_000_000_000 + number,
    authorName: 'Ada',
    authorEmail: 'ada@example.com',
    comment: `Change ${index} of ${number}\n\nwith a body`,
    paths: [],
  }));
}

/** A finished build with everything: stages, tests, changes and a log. */
export function richBuild(job: Job, { number, startedAtMs }: { number: number; startedAtMs: number }): BuildSpec {
  const isRed = number % 3 === 0;
  const testReport = reportOf(30 + number, isRed);
  return {
    startedAtMs,
    durationMs: minute,
    result: isRed ? 'UNSTABLE' : 'SUCCESS',
    stages: job.kind === 'pipeline' ? branchedStages(startedAtMs, isRed) : [],
    testReport,
    testCounts: countTests(testReport),
    commits: commitsOf(number),
    revisions: [
      { sha1: `${number}`.padEnd(40, 'a'), branch: 'refs/remotes/origin/main', remoteUrl: 'https://git.example/x' },
    ],
    log: `Started ${number}\nline two\nFinished: ${isRed ? 'UNSTABLE' : 'SUCCESS'}\n`,
  };
}

/** A pipeline and a freestyle job with some builds each, an hour apart, the newest just now. */
export function addRichJobs(world: World, builds: number): void {
  for (const kind of ['pipeline', 'freestyle'] as const) {
    const job = world.addJob(`team/${kind}`, { kind });
    for (let number = 1; number <= builds; number += 1) {
      world.addBuild(job, richBuild(job, { number, startedAtMs: world.nowMs() - (builds - number + 1) * 60 * minute }));
    }
  }
}
