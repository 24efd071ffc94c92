import type { CollectedBuild } from '../packages/server/src/core/build.ts';
import type { Stage } from '../packages/server/src/core/stage.ts';
import type { TestCaseResult } from '../packages/server/src/core/test-report.ts';
import type { DeepResult } from '../packages/server/src/storage/deep-step.ts';

export interface Invented {
  /** Position of its job. */
  readonly job: number;
  readonly build: CollectedBuild;
}

/** The same numbers from 0 to 1 in every run. */
export function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function inventBuild(job: number, number: number, startedAtMs: number, random: () => number): Invented {
  const failed = random() < 0.1 ? 1 : 0;
  const build: CollectedBuild = {
    number,
    result: failed > 0 ? 'UNSTABLE' : 'SUCCESS',
    isBuilding: false,
    startedAtMs,
    durationMs: 30_000 + Math.floor(random() * 300_000),
    estimatedDurationMs: null,
    queueMs: Math.floor(random() * 60_000),
    queueId: null,
    displayName: null,
    description: null,
    keepLog: false,
    causes: [{ kind: 'scm', text: 'Started by an SCM change', user: null, upstream: null }],
    parameters: [],
    branch: random() < 0.6 ? 'main' : `feature/${Math.floor(random() * 2_000)}`,
    commit: Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(40, '0'),
    agent: `agent-${Math.floor(random() * 60)}`,
    pullRequest: null,
    tests: { total: 10, failed, skipped: 0 },
  };
  return { job, build };
}

export function stagesOf(startedAtMs: number): Stage[] {
  return ['Checkout', 'Build', 'Test', 'Deploy'].map((name, index) => ({
    id: String(6 + index * 11),
    parentId: null,
    name,
    kind: 'stage',
    status: 'success',
    startedAtMs: startedAtMs + index * 9_000,
    durationMs: 8_700 + index,
    pauseMs: 0,
    agent: null,
    errorMessage: null,
  }));
}

const stack = `java.lang.AssertionError\n${'\tat org.example.Thing.run(Thing.java:12)\n'.repeat(12)}`;

export function casesOf(job: number, failed: number, random: () => number): TestCaseResult[] {
  return Array.from({ length: 10 }, (_, index) => ({
    className: `org.example.service${job}.Part${index % 3}Test`,
    name: `does what it should in case ${index}`,
    status: index < failed ? 'failed' : 'passed',
    durationMs: Math.floor(random() * 900),
    age: null,
    failedSince: null,
    errorDetails: index < failed ? 'expected:<7> but was:<8>' : null,
    errorStackTrace: index < failed ? stack : null,
    skippedMessage: null,
  }));
}

/** What is fetched for a build: 4 stages, 10 tests, and that it has no changes. */
export function deepOf(jobId: number, { job, build }: Invented, random: () => number): DeepResult[] {
  const { number, startedAtMs, tests } = build;
  const cases = casesOf(job, tests?.failed ?? 0, random);
  const suites = [{ position: 0, name: `org.example.service${job}`, stageNames: ['Test'], cases }];
  const stages = stagesOf(startedAtMs);
  return [
    { jobId, number, kind: 'stages', outcome: 'stored', stages, isComplete: true, source: 'stages' },
    { jobId, number, kind: 'tests', outcome: 'stored', part: 0, isLast: true, suites },
    { jobId, number, kind: 'changes', outcome: 'none' },
  ];
}

export interface Shape {
  readonly jobs: number;
  readonly perStep: number;
}

/** Builds that end now, of all jobs mixed: few of them build a lot, most seldom. */
export function* liveSteps({ jobs, perStep }: Shape): Generator<Invented[]> {
  const random = sequence(7);
  const numbers = new Array<number>(jobs).fill(0);
  for (;;) {
    yield Array.from({ length: perStep }, () => {
      const job = Math.floor(jobs * random() ** 3);
      const number = (numbers[job] ?? 0) + 1;
      numbers[job] = number;
      return inventBuild(job, number, Date.now() - 60_000, random);
    });
  }
}

/** History job by job, newest first, as an import brings it: each job's builds lie in 13 days. */
export function* importSteps({ jobs, perStep }: Shape): Generator<Invented[]> {
  const random = sequence(7);
  const daysMs = 13 * 86_400_000;
  for (let step = 0; ; step += 1) {
    const newest = 100_000_000 - Math.floor(step / jobs) * perStep;
    const nowMs = Date.now();
    yield Array.from({ length: perStep }, (_, index) =>
      inventBuild(step % jobs, newest - index, nowMs - Math.floor((index / perStep) * daysMs), random),
    );
  }
}
