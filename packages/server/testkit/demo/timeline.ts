import { makeStage, type Stage, type StageState } from '../fake-jenkins/truth/stage.ts';
import { type DemoRun, keyOf } from './demo-run.ts';
import { type Activity, errorMessages, failsIn } from './failure.ts';
import { Random } from './random.ts';
import { type StagePlan, stagePlans } from './stage-plans.ts';

/** When what happened in a build. */
export interface Timeline {
  readonly stages: readonly Stage[];
  readonly durationMs: number;
  /** What each stage without branches does, by its id. */
  readonly activities: ReadonlyMap<string, Activity>;
}

/** Stages of a job: a job without a primary branch leaves out what only that one does. */
function plansOf({ profile }: DemoRun): readonly StagePlan[] {
  const isPrimary = profile.branch?.isPrimary ?? true;
  return stagePlans[profile.toolchain].filter((plan) => isPrimary || plan.isPrimaryOnly !== true);
}

const leavesOf = (plans: readonly StagePlan[]): StagePlan[] => plans.flatMap((plan) => plan.branches ?? [plan]);

/** The stage in which the failure of a build shows; null when it has none. */
function failingStage({ failure }: DemoRun, { plans, random }: { plans: readonly StagePlan[]; random: Random }) {
  if (failure === null) return null;
  for (const activity of failsIn[failure]) {
    const candidates = leavesOf(plans).filter((plan) => plan.activity === activity);
    if (candidates.length > 0) return random.pick(candidates);
  }
  return leavesOf(plans).at(-1) ?? null;
}

class TimelineWriter {
  readonly #run: DemoRun;
  readonly #random: Random;
  readonly #failing: StagePlan | null;
  readonly #plans: readonly StagePlan[];
  readonly #activities = new Map<string, Activity>();
  #cursorMs: number;
  #nextId = 6;
  #isStopped = false;

  constructor(run: DemoRun) {
    this.#run = run;
    this.#random = new Random(`${keyOf(run)} timeline`);
    this.#plans = plansOf(run);
    this.#failing = failingStage(run, { plans: this.#plans, random: this.#random });
    this.#cursorMs = run.startedAtMs + this.#random.whole(400, 2500);
  }

  write(): Timeline {
    const total = this.#plans.reduce((sum, { share }) => sum + share, 0);
    const abortAt = this.#run.result === 'ABORTED' ? this.#random.whole(1, this.#plans.length) - 1 : -1;
    const stages = this.#plans.map((plan, index) => {
      const fullMs = (plan.share / total) * this.#run.fullMs * this.#random.between(0.86, 1.14);
      if (this.#isStopped) return this.#skipped(plan);
      const stage = plan.branches === undefined ? this.#plain(plan, fullMs) : this.#parallel(plan, fullMs);
      return index === abortAt ? this.#aborted(stage) : stage;
    });
    if (this.#run.result !== 'ABORTED') stages.push(this.#postActions());
    return { stages, durationMs: this.#cursorMs - this.#run.startedAtMs, activities: this.#activities };
  }

  #plain(plan: StagePlan, fullMs: number): Stage {
    const outcome = this.#outcome(plan, fullMs);
    const stage = this.#stage(plan, { ...outcome, startedAtMs: this.#cursorMs });
    this.#cursorMs += outcome.durationMs + this.#random.whole(40, 160);
    if (outcome.state === 'failure') this.#isStopped = true;
    return stage;
  }

  #parallel(plan: StagePlan, fullMs: number): Stage {
    const startedAtMs = this.#cursorMs;
    const id = this.#takeId(4);
    const children = (plan.branches ?? []).map((branch) => {
      const outcome = this.#outcome(branch, (branch.share / 100) * fullMs * this.#random.between(0.9, 1.1));
      const isStage = { type: 'PARALLEL', isDeclarativeBranch: true } as const;
      return {
        ...this.#stage(branch, { ...outcome, startedAtMs: startedAtMs + this.#random.whole(20, 120) }),
        ...isStage,
      };
    });
    const ends = children.map((child) => child.startedAtMs + (child.durationMs ?? 0));
    const durationMs = Math.max(...ends) - startedAtMs + 60;
    this.#cursorMs = startedAtMs + durationMs + 80;
    const worst = children.find(({ state }) => state !== 'success')?.state ?? 'success';
    if (worst === 'failure') this.#isStopped = true;
    const { name } = plan;
    return makeStage({ id, name, startedAtMs, durationMs, state: worst, agent: this.#run.agent, children });
  }

  #outcome(plan: StagePlan, fullMs: number): { state: StageState; durationMs: number } {
    const durationMs = Math.max(120, Math.floor(fullMs));
    if (plan !== this.#failing) return { state: 'success', durationMs };
    if (this.#run.result === 'UNSTABLE') return { state: 'unstable', durationMs };
    if (this.#run.failure === 'timeout') return { state: 'failure', durationMs: durationMs * 3 };
    const share = this.#run.failure === 'test' ? 1 : this.#random.between(0.2, 0.85);
    return { state: 'failure', durationMs: Math.max(120, Math.floor(durationMs * share)) };
  }

  #stage(plan: StagePlan, outcome: { state: StageState; durationMs: number; startedAtMs: number }): Stage {
    const { failure, agent } = this.#run;
    const id = this.#takeId(5);
    this.#activities.set(id, plan.activity);
    const errorMessage = outcome.state === 'failure' && failure !== null ? errorMessages[failure] : null;
    const isSynthetic = plan.name === 'Checkout SCM';
    return makeStage({ id, name: plan.name, ...outcome, agent, errorMessage, isSynthetic });
  }

  #skipped({ name }: StagePlan): Stage {
    const startedAtMs = this.#cursorMs;
    const durationMs = this.#random.whole(15, 60);
    this.#cursorMs += durationMs;
    return makeStage({ id: this.#takeId(5), name, startedAtMs, durationMs, state: 'skipped', agent: this.#run.agent });
  }

  #aborted(stage: Stage): Stage {
    this.#isStopped = true;
    const durationMs = Math.floor((stage.durationMs ?? 0) * this.#random.between(0.2, 0.9));
    this.#cursorMs = stage.startedAtMs + durationMs;
    const children = stage.children.map((child) => {
      const childMs = Math.min(child.durationMs ?? 0, durationMs);
      return {
        ...child,
        durationMs: childMs,
        state: childMs === child.durationMs ? child.state : ('aborted' as const),
      };
    });
    return { ...stage, durationMs, state: 'aborted', children };
  }

  #postActions(): Stage {
    const startedAtMs = this.#cursorMs;
    const durationMs = this.#random.whole(300, 2200);
    this.#cursorMs += durationMs;
    const id = this.#takeId(5);
    return makeStage({ id, name: 'Post Actions', startedAtMs, durationMs, agent: this.#run.agent, isSynthetic: true });
  }

  #takeId(step: number): string {
    const id = this.#nextId;
    this.#nextId += step;
    return String(id);
  }
}

/** Stages and duration of a build; the same build always has the same. */
export function timelineOf(run: DemoRun): Timeline {
  return new TimelineWriter(run).write();
}
