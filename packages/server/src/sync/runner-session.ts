import { dayMs } from '../core/calendar.ts';
import type { Clock } from '../core/clock.ts';
import type { ConnectionProblem, ConnectionSettings, ConnectionState } from '../core/connection.ts';
import { newestNumber } from '../core/fingerprint.ts';
import { createJobFilter } from '../core/job-filter.ts';
import { lowestOf, subtract, toRanges } from '../core/ledger.ts';
import type { Controller } from '../jenkins/controller.ts';
import type { CollectionStore, KnownJob } from '../storage/collection.ts';
import { AbsentNumbers, noteAbsent } from './absent-numbers.ts';
import { createAuditPass } from './audit-pass.ts';
import { createBackfillPass } from './backfill-pass.ts';
import type { CollectorHint } from './collector.ts';
import { ConnectionHealth } from './connection-health.ts';
import { createDeepPass, type DeepPass } from './deep-pass.ts';
import type { Random } from './delays.ts';
import { createFollowPass } from './follow-pass.ts';
import { createHeadsPass } from './heads-pass.ts';
import { createHintPass, type HintPass } from './hint-pass.ts';
import { JobBook } from './job-book.ts';
import { createLivePass } from './live-pass.ts';
import { OpenBuilds } from './open-builds.ts';
import { PartialBuilds } from './partial-builds.ts';
import { Eta, nextPhase } from './progress.ts';
import { QueueTimes } from './queue-times.ts';
import { Recorder } from './recorder.ts';
import type { Pass, RunnerContext } from './runner-context.ts';
import { Schedule } from './schedule.ts';
import type { JobTree } from './slice-plan.ts';

export interface SessionOptions {
  readonly connection: ConnectionSettings;
  readonly intervalMs: number;
  readonly store: CollectionStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly controller: Controller;
  /** Ends the session. */
  readonly signal: AbortSignal;
  /** The history limits were widened: what was settled down to the old ones goes on. */
  readonly shouldReopenHistory: boolean;
  readonly onBuilds: () => void;
}

interface Loaded {
  readonly book: JobBook;
  readonly openBuilds: OpenBuilds;
  readonly absentNumbers: AbsentNumbers;
  readonly state: ConnectionState;
  readonly isIncluded: (fullName: string) => boolean;
}

function reopened(job: KnownJob): KnownJob {
  const lowest = lowestOf(job.ledger);
  const hasMore = lowest !== null && lowest > (job.firstBuildNumber ?? 1) && job.goneAtMs === null;
  return hasMore ? { ...job, isBackfilled: false } : job;
}

/** Everything an earlier run stored; what it was waiting for is waited for again. */
async function load({ store, connection, clock, shouldReopenHistory }: SessionOptions): Promise<Loaded> {
  const isIncluded = createJobFilter(connection);
  const book = new JobBook({ mostBuilds: connection.historyBuilds, isIncluded });
  const jobs = await store.loadJobs(connection.id);
  const opens = await store.loadOpenBuilds(connection.id);
  const state = await store.loadState(connection.id);
  const openBuilds = new OpenBuilds();
  const absentNumbers = new AbsentNumbers();
  const nowMs = clock.nowMs();
  const openByJob = Map.groupBy(opens, ({ jobId }) => jobId);
  for (const job of jobs) {
    book.add(shouldReopenHistory ? reopened(job) : job);
    const running = (openByJob.get(job.id) ?? []).map(({ number }) => number);
    for (const number of running) openBuilds.resume(job.id, number, nowMs);
    // Open without a row: asked for in vain before.
    const absent = subtract(job.ledger.open, toRanges(running));
    const highestSeen = newestNumber(job.fingerprint) ?? 0;
    if (job.goneAtMs === null) noteAbsent(absentNumbers, { jobId: job.id, ranges: absent, highestSeen }, nowMs);
  }
  return { book, openBuilds, absentNumbers, state, isIncluded };
}

/** One life of a connection's engine: loads what is stored, then runs its passes until the signal or a defect ends it. */
export class RunnerSession {
  readonly #options: SessionOptions;
  readonly #health: ConnectionHealth;
  readonly #schedule: Schedule;
  readonly #eta = new Eta();
  #tree: JobTree | null = null;
  #isDoubtful = false;
  #hasSeenHeads = false;
  #loaded: Loaded | null = null;
  #context: RunnerContext | null = null;
  #heads: ReturnType<typeof createHeadsPass> | null = null;
  #deep: DeepPass | null = null;
  #hints: HintPass | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#health = new ConnectionHealth(options);
    this.#schedule = new Schedule({ clock: options.clock, signal: options.signal });
  }

  get isWell(): boolean {
    return this.#health.isWell;
  }

  isQuiet(): boolean {
    return this.#schedule.isQuiet();
  }

  whenQuiet(): Promise<void> {
    return this.#schedule.whenQuiet();
  }

  /** A pass over everything begins at once. */
  pollNow(): void {
    this.#hasSeenHeads = false;
    for (const entry of this.#loaded?.book.entries() ?? []) entry.parkedUntilMs = 0;
    this.#heads?.pollNow();
    this.#schedule.wake();
  }

  hint(hint: CollectorHint): void {
    if (hint === 'deep') this.#deep?.look();
    else this.#hints?.add(hint);
    this.#schedule.wake();
  }

  /** Resolves when the signal ended it; throws for a defect. */
  async run(): Promise<void> {
    try {
      const loaded = await load(this.#options);
      this.#loaded = loaded;
      const context = this.#createContext(loaded);
      this.#context = context;
      for (const entry of loaded.book.entries())
        if (!entry.isIncluded || entry.stage !== 'settled') context.recorder.recount(entry);
      await context.recorder.step();
      await this.#schedule.run(this.#passes(context));
      await context.recorder.step();
    } finally {
      this.#schedule.end();
    }
  }

  /** While the connection is not well only the heads may try, at the time of the next attempt. */
  #passes(context: RunnerContext): readonly Pass[] {
    const heads = createHeadsPass(context);
    this.#heads = heads;
    const deep = createDeepPass(context);
    this.#deep = deep;
    const creators = [createLivePass, createFollowPass, createBackfillPass, createAuditPass];
    const hints = createHintPass(context);
    this.#hints = hints;
    const others = [hints, ...creators.map((create) => create(context)), deep];
    return [
      { ...heads, dueAtMs: () => (this.#health.isWell ? heads.dueAtMs() : this.#health.nextAttemptMs) },
      ...others.map((pass) => ({ ...pass, dueAtMs: () => (this.#health.isWell ? pass.dueAtMs() : null) })),
    ];
  }

  #createContext({ book, openBuilds, absentNumbers, state, isIncluded }: Loaded): RunnerContext {
    const { connection, intervalMs, clock, random, controller, signal, store } = this.#options;
    if (state.stageSource !== null && state.session !== null) {
      controller.recallStageSource(state.stageSource, state.session);
    }
    const recorder = new Recorder({
      ...{ connectionId: connection.id, store, clock, book, state, signal },
      takeLoad: () => controller.takeLoad(),
      onBuilds: () => {
        this.#deep?.look();
        this.#options.onBuilds();
      },
      currentState: () => this.#currentState(),
    });
    return {
      ...{
        connection,
        intervalMs,
        clock,
        random,
        signal,
        store,
        controller,
        book,
        recorder,
        openBuilds,
        absentNumbers,
      },
      partialBuilds: new PartialBuilds(),
      queueTimes: new QueueTimes(),
      isIncluded,
      limits: () => ({
        oldestStartMs: clock.nowMs() - connection.historyDays * dayMs,
        mostBuilds: connection.historyBuilds,
      }),
      tree: () => this.#tree,
      setTree: (tree) => {
        this.#tree = tree;
      },
      succeeded: ({ warning }) => {
        this.#hasSeenHeads = true;
        const nextAttemptAtMs = this.#heads?.dueAtMs() ?? null;
        const requestsPerMinute = controller.requestsPerMinute();
        recorder.note({ ...this.#health.succeeded(warning), nextAttemptAtMs, requestsPerMinute });
        this.#schedule.wake();
      },
      failed: (problem) => this.#failed(recorder, problem),
      isDoubtful: () => this.#isDoubtful,
      setDoubtful: (isDoubtful) => {
        this.#isDoubtful = isDoubtful;
      },
      pollSoon: () => this.#heads?.pollSoon(),
    };
  }

  #failed(recorder: Recorder, problem: ConnectionProblem): void {
    if (this.#options.signal.aborted) return;
    recorder.note({ ...this.#health.failed(problem), requestsPerMinute: this.#options.controller.requestsPerMinute() });
    this.#schedule.wake();
    // A defect of storing shows in the next step; this one only says what is wrong with the controller.
    void recorder.step().catch(() => undefined);
  }

  #currentState(): Partial<ConnectionState> {
    const { book } = this.#loaded ?? {};
    const context = this.#context;
    if (book === undefined || context === null || !this.#hasSeenHeads) return { isIdle: false };
    const { done, total } = book.totals();
    const nowMs = this.#options.clock.nowMs();
    this.#eta.note(nowMs, total - done);
    const hasWork = (stage: Parameters<JobBook['hasWork']>[0]) => book.hasWork(stage);
    const isBusy = (['facts', 'latest', 'recent', 'numbers', 'older'] as const).some(hasWork);
    const isDeepDone = this.#deep?.hasWork() !== true;
    const isIdle =
      !isBusy && isDeepDone && book.withConfigurationsDue.size === 0 && !context.absentNumbers.hasFresh(nowMs);
    return {
      phase: nextPhase(context.recorder.state.phase, hasWork),
      progressDone: done,
      progressTotal: total,
      etaSeconds: isBusy ? this.#eta.seconds() : null,
      isIdle,
    };
  }
}
