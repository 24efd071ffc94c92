import type { Job } from '../fake-jenkins/truth/item.ts';
import type { World } from '../fake-jenkins/world.ts';
import { type DemoRun, drawRun } from './demo-run.ts';
import type { ControllerPlan, JobProfile } from './job-profile.ts';
import { Random } from './random.ts';
import { drawStarts } from './seasons.ts';
import { isStranded } from './stories.ts';
import { timelineOf } from './timeline.ts';
import { toBuildSpec } from './to-build-spec.ts';

const dayMs = 86_400_000;
const historyDays = 30;

export interface DemoJob {
  readonly job: Job;
  readonly profile: JobProfile;
  /** The newest build drawn so far. */
  newest: DemoRun | null;
}

function nextNumber({ profile, newest }: DemoJob): number {
  return newest === null ? (profile.firstNumber ?? 1) : newest.number + 1;
}

/** Draws the next build of a job. */
export function drawNext(
  demoJob: DemoJob,
  options: { startedAtMs: number; nowMs: number; plan: ControllerPlan; upstream?: DemoRun },
): DemoRun {
  const { upstream, plan, ...moment } = options;
  const cause =
    upstream === undefined ? {} : { upstream: { project: upstream.profile.fullName, build: upstream.number } };
  const number = nextNumber(demoJob);
  const run = drawRun(demoJob.profile, { ...moment, ...cause, number, previous: demoJob.newest, agents: plan.agents });
  demoJob.newest = run;
  return run;
}

const endOf = (run: DemoRun) => run.startedAtMs + run.waitMs + timelineOf(run).durationMs;

function startsOf({ profile, job }: DemoJob, options: { nowMs: number; runs: ReadonlyMap<string, DemoRun[]> }) {
  const { rhythm, days = { from: historyDays, to: 0 } } = profile;
  const random = new Random(`${profile.fullName} starts ${job.kind}`);
  if (rhythm.type === 'after') {
    const upstream = options.runs.get(rhythm.upstream) ?? [];
    return upstream
      .filter(({ result }) => result === 'SUCCESS' && random.chance(rhythm.share))
      .map((run) => ({ startedAtMs: endOf(run) + random.whole(4000, 15_000), upstream: run }))
      .sort((a, b) => a.startedAtMs - b.startedAtMs);
  }
  const window = { fromMs: options.nowMs - days.from * dayMs, toMs: options.nowMs - days.to * dayMs, random };
  return drawStarts(rhythm, window).map((startedAtMs) => ({ startedAtMs, upstream: undefined }));
}

/** One job's month: no build starts before the one before has ended, and none is still running now. */
function drawMonth(demoJob: DemoJob, options: { nowMs: number; plan: ControllerPlan; runs: Map<string, DemoRun[]> }) {
  const { nowMs, plan, runs } = options;
  const month: DemoRun[] = [];
  let freeFromMs = 0;
  const agents = plan.agents.filter(({ name }) => demoJob.profile.agents.includes(name));
  for (const { startedAtMs, upstream } of startsOf(demoJob, options)) {
    if (isStranded(agents, { startedAtMs, nowMs })) continue;
    const shifted = Math.max(startedAtMs, freeFromMs);
    const before = demoJob.newest;
    const run = drawNext(demoJob, {
      startedAtMs: shifted,
      nowMs,
      plan,
      ...(upstream === undefined ? {} : { upstream }),
    });
    if (endOf(run) >= nowMs) {
      demoJob.newest = before;
      break;
    }
    month.push(run);
    if (!demoJob.job.isConcurrent) freeFromMs = endOf(run) + 2000;
  }
  runs.set(demoJob.profile.fullName, month);
  return month;
}

function addCells(world: World, { job, profile }: DemoJob, run: DemoRun): void {
  const random = new Random(`${profile.fullName} cells ${run.number}`);
  job.configurations.forEach((configuration, index) => {
    const isCulprit = run.result === 'FAILURE' && index === run.number % job.configurations.length;
    world.addBuild(configuration, {
      number: run.number,
      startedAtMs: run.startedAtMs + random.whole(50, 900),
      durationMs: Math.floor(run.fullMs * random.between(0.6, 0.95)),
      result: isCulprit ? 'FAILURE' : 'SUCCESS',
      builtOn: run.agent,
      causes: [{ type: 'upstream', project: profile.fullName, build: run.number }],
    });
  });
}

/** Fills a world with the month of all its jobs, in the order in which the builds entered the queue. */
export function addHistory(world: World, demoJobs: readonly DemoJob[], plan: ControllerPlan): number {
  const runs = new Map<string, DemoRun[]>();
  const nowMs = world.nowMs();
  const isTriggered = ({ profile }: DemoJob) => profile.rhythm.type === 'after';
  // Upstream jobs first: the others follow from their builds.
  const ordered = [...demoJobs.filter((job) => !isTriggered(job)), ...demoJobs.filter(isTriggered)];
  const all = ordered.flatMap((demoJob) => drawMonth(demoJob, { nowMs, plan, runs }).map((run) => ({ demoJob, run })));
  all.sort((a, b) => a.run.startedAtMs - b.run.startedAtMs);
  for (const { demoJob, run } of all) {
    world.addBuild(demoJob.job, toBuildSpec(run, world.nowMs));
    addCells(world, demoJob, run);
  }
  return all.length;
}
