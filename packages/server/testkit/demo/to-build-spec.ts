import { logAsOf, stagesAsOf } from '../fake-jenkins/truth/as-of.ts';
import type { Commit, Parameter, Revision } from '../fake-jenkins/truth/item.ts';
import type { BuildSpec } from '../fake-jenkins/truth/make-build.ts';
import { commitsBefore } from './commits.ts';
import { type DemoRun, keyOf } from './demo-run.ts';
import { countsOf, hasReport, reportOf } from './demo-tests.ts';
import { consoleLogOf } from './logs/console-log.ts';
import { Random } from './random.ts';
import { timelineOf } from './timeline.ts';

function commitsOf({ profile, startedAtMs, number }: DemoRun): Commit[] {
  if (profile.repository === undefined || profile.rhythm.type !== 'pushes') return [];
  const random = new Random(`${keyOf({ profile, number })} commits`);
  // A re-run by hand brings nothing new.
  const count = random.chance(0.06) ? 0 : random.whole(1, 4);
  return commitsBefore(startedAtMs, { team: profile.team, count, random });
}

function revisionsOf(run: DemoRun): Revision[] {
  const { profile, number } = run;
  const { repository, branch } = profile;
  if (repository === undefined) return [];
  const sha1 =
    commitsOf(run).at(-1)?.commitId ?? new Random(`${profile.fullName} head ${Math.floor(number / 12)}`).hex(40);
  const head = branch?.head ?? 'refs/remotes/origin/main';
  return [{ sha1, branch: head, remoteUrl: `https://git.lumen.example/${repository}.git` }];
}

function parametersOf({ profile, number }: DemoRun): Parameter[] {
  if (profile.parameters !== 'deployment') return [];
  const random = new Random(`${keyOf({ profile, number })} parameters`);
  return [
    { type: 'choice', name: 'ENVIRONMENT', value: profile.fullName.includes('production') ? 'production' : 'staging' },
    { type: 'string', name: 'VERSION', value: `2026.${random.whole(1, 40)}.${random.whole(0, 12)}` },
    { type: 'boolean', name: 'SKIP_SMOKE', value: random.chance(0.1) },
    { type: 'password', name: 'DEPLOY_TOKEN', value: '' },
  ];
}

/** Everything of a build that depends on how it was drawn; stages, report and log are made when they are asked for. */
export function buildFacts(run: DemoRun, nowMs: () => number): BuildSpec {
  const { profile } = run;
  return {
    builtOn: run.agent,
    causes: run.causes,
    commits: () => commitsOf(run),
    parameters: parametersOf(run),
    revisions: revisionsOf(run),
    isKept: profile.fullName.includes('production') && run.number % 25 === 0,
    ...(profile.kind === 'pipeline' ? { stages: () => stagesAsOf(timelineOf(run).stages, nowMs()) } : {}),
    log: () => logAsOf(consoleLogOf(run), nowMs()),
  };
}

/** What is known once a build has run to its end. */
export function testFacts(run: DemoRun): BuildSpec {
  return hasReport(run) ? { testCounts: countsOf(run), testReport: () => reportOf(run) } : {};
}

/** A build of the past. */
export function toBuildSpec(run: DemoRun, nowMs: () => number): BuildSpec & { startedAtMs: number; number: number } {
  const { durationMs } = timelineOf(run);
  const isPipeline = run.profile.kind === 'pipeline';
  const nodeUse = { waitingMs: 0, blockedMs: 0, buildableMs: run.waitMs, count: 1, executingMs: durationMs };
  const waits = { waitingMs: 0, blockedMs: 0, buildableMs: isPipeline ? 0 : run.waitMs };
  return {
    ...buildFacts(run, nowMs),
    ...testFacts(run),
    number: run.number,
    startedAtMs: run.startedAtMs,
    durationMs: isPipeline ? durationMs + run.waitMs : durationMs,
    result: run.result,
    waits,
    ...(isPipeline ? { nodeUse } : {}),
  };
}
