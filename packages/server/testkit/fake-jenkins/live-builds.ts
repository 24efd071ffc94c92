import type { Clock } from '../../src/core/clock.ts';
import type { Agent } from './truth/agent.ts';
import type { Build, Job, Result, Waits } from './truth/item.ts';
import type { BuildSpec } from './truth/make-build.ts';
import type { QueueItem } from './truth/queue-item.ts';
import type { World } from './world.ts';

/** A build that is going to happen, and how it will turn out. */
export interface PlannedBuild {
  readonly job: Job;
  readonly result: Result;
  /** From getting an executor to its end. */
  readonly durationMs: number;
  /** Names of the agents that may run it; the built-in node by default. A pipeline without agents needs none. */
  readonly agents?: readonly string[];
  /** Quiet period; none by default. */
  readonly quietMs?: number;
  readonly spec?: BuildSpec;
  /** Cells of a matrix build; they run on `agents`. */
  readonly cells?: readonly { readonly configuration: Job; readonly result: Result; readonly durationMs: number }[];
  /** Asked as soon as the build works: what depends on its number and on when it got its executor. */
  readonly describe?: (build: Build, workStartsAtMs: number) => BuildSpec;
  /** Asked at its end: what only then is known, such as test results. */
  readonly conclude?: (build: Build) => BuildSpec;
}

type Phase = 'queued' | 'waiting-for-agent' | 'running' | 'finished';

interface Live {
  readonly plan: PlannedBuild;
  phase: Phase;
  item: QueueItem | null;
  build: Build | null;
  agent: string | null;
  blockedMs: number;
  endsAtMs: number;
  /** Cells that still run. */
  cells: { build: Build; result: Result; endsAtMs: number }[];
}

const isUsable = ({ isOffline, isTemporarilyOffline }: Agent) => !isOffline && !isTemporarilyOffline;

/**
 * Moves builds through the queue onto executors and to their end, as time passes. Call `tick` after the clock was
 * moved by hand, or `run` to have it follow a clock by itself.
 */
export class LiveBuilds {
  readonly #world: World;
  #live: Live[] = [];
  #wakeUp = new AbortController();

  constructor(world: World) {
    this.#world = world;
  }

  /** Planned builds that have not ended yet. */
  get size(): number {
    return this.#live.length;
  }

  /** When the next thing happens by itself (epoch ms); null when nothing is under way. */
  get nextDueMs(): number | null {
    const due = this.#live.flatMap(({ phase, item, endsAtMs, cells }) => {
      if (phase === 'queued') return item?.state === 'waiting' ? [item.quietUntilMs] : [];
      return phase === 'running' ? [endsAtMs, ...cells.map((cell) => cell.endsAtMs)] : [];
    });
    return due.length === 0 ? null : Math.min(...due);
  }

  /** Puts a build into the queue. */
  submit(plan: PlannedBuild): void {
    const nowMs = this.#world.nowMs();
    const { causes = [], parameters = [] } = plan.spec ?? {};
    const quietUntilMs = nowMs + (plan.quietMs ?? 0);
    const why = 'In the quiet period. Expires in a moment';
    const item = this.#world.enqueue(
      { type: 'job', job: plan.job },
      { state: 'waiting', quietUntilMs, why, causes, parameters },
    );
    this.#track(plan, item);
    this.tick();
    this.#wakeUp.abort();
  }

  /** Takes over a build that has had its executor since `startedAtMs`; false when no executor is free for it. */
  adopt(plan: PlannedBuild, startedAtMs: number): boolean {
    const agent = plan.agents === undefined ? null : this.#freeAgent(plan);
    if (plan.agents !== undefined && agent === null) return false;
    const { job, spec } = plan;
    const build = this.#world.startBuild(job, { ...spec, startedAtMs, builtOn: agent?.name ?? '' });
    const live = this.#track(plan, null);
    Object.assign(live, { build, agent: agent?.name ?? null });
    if (job.kind === 'pipeline' && agent !== null) this.#enterNode(live, { build, agent, waitedMs: 0 });
    this.#work(live, { build, startedAtMs });
    return true;
  }

  /** Lets everything happen that is due by now. Ends come first, they free executors. */
  tick(): void {
    for (const live of this.#live) if (live.phase === 'running') this.#finishIfOver(live);
    for (const live of this.#live) {
      if (live.phase === 'queued') this.#leaveQueueIfPossible(live);
      if (live.phase === 'waiting-for-agent') this.#takeAgentIfFree(live);
      if (live.phase === 'running') this.#finishIfOver(live);
    }
    this.#live = this.#live.filter(({ phase }) => phase !== 'finished');
  }

  /** Ticks whenever something is due, until `signal` aborts. */
  async run(clock: Clock, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.tick();
      this.#wakeUp = new AbortController();
      const waitMs = this.nextDueMs === null ? 60_000 : Math.max(1, this.nextDueMs - clock.nowMs());
      await clock.sleep(waitMs, AbortSignal.any([signal, this.#wakeUp.signal]));
    }
  }

  #track(plan: PlannedBuild, item: QueueItem | null): Live {
    const live: Live = {
      plan,
      phase: 'queued',
      item,
      build: null,
      agent: null,
      blockedMs: 0,
      endsAtMs: Number.POSITIVE_INFINITY,
      cells: [],
    };
    this.#live.push(live);
    return live;
  }

  #leaveQueueIfPossible(live: Live): void {
    const { item, plan } = live;
    const nowMs = this.#world.nowMs();
    if (item === null || nowMs < item.quietUntilMs) return;
    if (item.state === 'waiting') item.buildableSinceMs = nowMs;
    if (!plan.job.isConcurrent && this.#isRunning(plan.job)) {
      Object.assign(item, {
        state: 'blocked',
        why: `Build #${plan.job.builds.last ?? 0} is already in progress (ETA: N/A)`,
      });
      return;
    }
    if (item.state === 'blocked') live.blockedMs = nowMs - item.buildableSinceMs;
    const isFlyweight = plan.job.kind === 'pipeline' || plan.job.kind === 'matrix';
    if (isFlyweight) this.#start(live, null);
    else this.#startOnAgent(live, item);
  }

  #startOnAgent(live: Live, item: QueueItem): void {
    const agent = this.#freeAgent(live.plan);
    if (agent === null) Object.assign(item, { state: 'buildable', why: this.#whyNot(live.plan) });
    else this.#start(live, agent.name);
  }

  #start(live: Live, agent: string | null): void {
    const { plan, item } = live;
    if (item === null) return;
    const waits = this.#waits(item, live.blockedMs);
    const builtOn = agent ?? '';
    const build = this.#world.startBuild(plan.job, { ...plan.spec, queueId: item.id, waits, builtOn });
    this.#world.leaveQueue(item, build);
    Object.assign(live, { build, item: null, agent });
    const needsAgent = plan.job.kind === 'pipeline' && plan.agents !== undefined;
    if (needsAgent) this.#askForAgent(live, build);
    else this.#work(live, { build, startedAtMs: this.#world.nowMs() });
  }

  #waits({ inQueueSinceMs, quietUntilMs }: QueueItem, blockedMs: number): Waits {
    const waitingMs = quietUntilMs - inQueueSinceMs;
    return { waitingMs, blockedMs, buildableMs: Math.max(0, this.#world.nowMs() - quietUntilMs - blockedMs) };
  }

  #askForAgent(live: Live, build: Build): void {
    live.phase = 'waiting-for-agent';
    if (this.#freeAgent(live.plan) === null) {
      const task = { type: 'node-block', build, label: '' } as const;
      live.item = this.#world.enqueue(task, { state: 'buildable', why: this.#whyNot(live.plan) });
    }
    this.#takeAgentIfFree(live);
  }

  #takeAgentIfFree(live: Live): void {
    const { build, item } = live;
    const agent = this.#freeAgent(live.plan);
    if (build === null || agent === null) return;
    const waitedMs = item === null ? 0 : this.#world.nowMs() - item.inQueueSinceMs;
    if (item !== null) this.#world.leaveQueue(item, build);
    live.item = null;
    this.#enterNode(live, { build, agent, waitedMs });
    this.#work(live, { build, startedAtMs: this.#world.nowMs() });
  }

  #enterNode(live: Live, { build, agent, waitedMs }: { build: Build; agent: Agent; waitedMs: number }): void {
    this.#world.enterNodeBlock(build, agent.name, '');
    build.nodeUse = { waitingMs: 0, blockedMs: 0, buildableMs: waitedMs, count: 1, executingMs: 0 };
    live.agent = agent.name;
  }

  #work(live: Live, { build, startedAtMs }: { build: Build; startedAtMs: number }): void {
    live.phase = 'running';
    live.cells = (live.plan.cells ?? []).flatMap((cell) => this.#startCell(live, build, cell) ?? []);
    // A matrix build cannot end before its cells.
    live.endsAtMs = Math.max(startedAtMs + live.plan.durationMs, ...live.cells.map(({ endsAtMs }) => endsAtMs));
    Object.assign(build, live.plan.describe?.(build, startedAtMs));
  }

  #startCell(
    live: Live,
    parent: Build,
    cell: NonNullable<PlannedBuild['cells']>[number],
  ): Live['cells'][number] | null {
    const agent = this.#freeAgent(live.plan);
    if (agent === null) return null;
    const build = this.#world.startBuild(cell.configuration, {
      number: parent.number,
      builtOn: agent.name,
      causes: [{ type: 'upstream', project: live.plan.job.name, build: parent.number }],
    });
    return { build, result: cell.result, endsAtMs: this.#world.nowMs() + cell.durationMs };
  }

  #finishIfOver(live: Live): void {
    const { build, plan } = live;
    const nowMs = this.#world.nowMs();
    for (const cell of live.cells)
      if (cell.endsAtMs <= nowMs) this.#world.finishBuild(cell.build, { result: cell.result });
    live.cells = live.cells.filter(({ endsAtMs }) => endsAtMs > nowMs);
    if (build === null || live.endsAtMs > nowMs || live.cells.length > 0) return;
    build.nodeUse = { ...build.nodeUse, executingMs: build.nodeUse.count > 0 ? plan.durationMs : 0 };
    Object.assign(build, plan.conclude?.(build));
    this.#world.finishBuild(build, { result: plan.result, durationMs: Math.max(1, live.endsAtMs - build.startedAtMs) });
    live.phase = 'finished';
  }

  #isRunning(job: Job): boolean {
    return this.#live.some(({ plan, build, phase }) => plan.job === job && build !== null && phase !== 'finished');
  }

  #candidates({ agents = [''] }: PlannedBuild): Agent[] {
    return this.#world.agents.filter(({ name }) => agents.includes(name));
  }

  #freeAgent(plan: PlannedBuild): Agent | null {
    const free = this.#candidates(plan).filter((agent) => isUsable(agent) && agent.executors.includes(null));
    const idle = (agent: Agent) => agent.executors.filter((slot) => slot === null).length;
    return free.sort((a, b) => idle(b) - idle(a))[0] ?? null;
  }

  #whyNot(plan: PlannedBuild): string {
    const candidates = this.#candidates(plan);
    const [first] = candidates;
    if (first === undefined) return `There are no nodes with the label ‘${plan.agents?.[0] ?? ''}’`;
    if (!candidates.some(isUsable)) return `‘${first.displayName}’ is offline`;
    const label = first.labels[0] ?? first.displayName;
    return `Waiting for next available executor on ‘${label}’`;
  }
}
