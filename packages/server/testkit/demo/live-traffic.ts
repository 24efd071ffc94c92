import type { Clock } from '../../src/core/clock.ts';
import { LiveBuilds, type PlannedBuild } from '../fake-jenkins/live-builds.ts';
import type { World } from '../fake-jenkins/world.ts';
import type { DemoWorld } from './build-world.ts';
import { type DemoJob, drawNext } from './history.ts';
import type { ControllerPlan, Rhythm } from './job-profile.ts';
import { Random } from './random.ts';
import { slowness } from './stories.ts';
import { timelineOf } from './timeline.ts';
import { buildFacts, testFacts } from './to-build-spec.ts';

const lookAgainMs = 5000;

/** How often a job comes up, in builds a day. */
function weight(rhythm: Rhythm): number {
  switch (rhythm.type) {
    case 'pushes':
    case 'people':
      return rhythm.perWorkday;
    case 'daily':
      return 0.3;
    case 'every':
      return 24 / rhythm.hours;
    case 'after':
      return 3;
  }
}

/** Keeps a controller busy: starts builds of its jobs as they come up, so that several run at any moment. */
export class LiveTraffic {
  readonly #world: World;
  readonly #plan: ControllerPlan;
  readonly #jobs: readonly DemoJob[];
  readonly #builds: LiveBuilds;
  readonly #random: Random;
  /** Jobs with a build in the queue or running. */
  readonly #busy = new Set<DemoJob>();

  constructor({ world, jobs }: DemoWorld, plan: ControllerPlan) {
    this.#world = world;
    this.#plan = plan;
    const isOffline = (name: string) => world.agent(name).isOffline;
    this.#jobs = jobs.filter(({ profile: { isDisabled, days, agents } }) => {
      const isOver = isDisabled === true || (days?.to ?? 0) > 0;
      return !isOver && !agents.every(isOffline);
    });
    this.#builds = new LiveBuilds(world);
    this.#random = new Random(`${plan.name} live ${world.nowMs()}`);
  }

  /** Starts some builds that are already under way, then goes on in the time of `clock` until `signal` aborts. */
  async run(clock: Clock, signal: AbortSignal): Promise<void> {
    for (let index = 0; index < this.#plan.runningAtOnce; index++) this.#adoptOne();
    const moving = this.#builds.run(clock, signal);
    while (!signal.aborted) {
      await clock.sleep(lookAgainMs, signal);
      const isQuiet = this.#builds.size < this.#plan.runningAtOnce;
      if (!signal.aborted && (isQuiet || this.#random.chance(0.08))) this.#submitOne();
    }
    await moving;
  }

  /** How many builds are in the queue or running. */
  get size(): number {
    return this.#builds.size;
  }

  #pickJob(): DemoJob | null {
    const idle = this.#jobs.filter((demoJob) => !this.#busy.has(demoJob));
    const weights = Object.fromEntries(idle.map(({ profile }, index) => [String(index), weight(profile.rhythm)]));
    return idle.length === 0 ? null : (idle[Number(this.#random.weighted(weights))] ?? null);
  }

  #submitOne(): void {
    const demoJob = this.#pickJob();
    if (demoJob !== null) this.#builds.submit(this.#planNext(demoJob, this.#world.nowMs()));
  }

  /** A build that has been running for a while. */
  #adoptOne(): void {
    const demoJob = this.#pickJob();
    if (demoJob === null) return;
    const nowMs = this.#world.nowMs();
    const elapsedMs = Math.floor(demoJob.profile.medianMs * this.#random.between(0.1, 0.7));
    const before = demoJob.newest;
    if (this.#builds.adopt(this.#planNext(demoJob, nowMs - elapsedMs), nowMs - elapsedMs)) return;
    demoJob.newest = before;
    this.#busy.delete(demoJob);
  }

  #planNext(demoJob: DemoJob, startedAtMs: number): PlannedBuild {
    const { profile, job } = demoJob;
    const nowMs = this.#world.nowMs();
    const run = drawNext(demoJob, { startedAtMs, nowMs, plan: this.#plan });
    const { durationMs } = timelineOf(run);
    this.#busy.add(demoJob);
    return {
      job,
      result: run.result,
      durationMs,
      agents: profile.agents,
      quietMs: profile.rhythm.type === 'pushes' ? 5000 : 0,
      spec: {
        causes: run.causes,
        estimatedDurationMs: profile.medianMs * slowness(profile.stories ?? [], { startedAtMs, nowMs }),
      },
      cells: job.configurations.map((configuration) => ({
        configuration,
        result: 'SUCCESS',
        durationMs: run.fullMs * 0.8,
      })),
      describe: (build, workStartsAtMs) => {
        const begun = { ...run, startedAtMs: workStartsAtMs, agent: build.builtOn === '' ? run.agent : build.builtOn };
        demoJob.newest = begun;
        const { builtOn: _agent, causes: _causes, ...facts } = buildFacts(begun, this.#world.nowMs);
        return facts;
      },
      conclude: () => {
        this.#busy.delete(demoJob);
        return testFacts(run);
      },
    };
  }
}
