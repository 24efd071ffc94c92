import type { AgentState } from '../core/agent.ts';
import { AppError } from '../core/app-error.ts';
import type { CollectedBuild } from '../core/build.ts';
import type { Clock } from '../core/clock.ts';
import type { ConnectionState } from '../core/connection.ts';
import type { CollectionStep, CollectionStore, KnownJob, StepBuild } from '../storage/collection.ts';
import type { DeepResult } from '../storage/deep-step.ts';
import type { LoadDelta, QueueEntry } from '../storage/live-step.ts';
import type { JobBook } from './job-book.ts';
import { changeOf } from './job-change.ts';
import type { JobEntry } from './job-entry.ts';

/** A build to be stored, with what came along with it. */
export interface LearntBuild extends Omit<StepBuild, 'jobId'> {
  readonly jobId: number;
  readonly build: CollectedBuild;
}

/** What a pass learnt, in terms of the book. */
export interface StepParts {
  /** Jobs seen for the first time; their ids are given by the store. */
  readonly created?: readonly KnownJob[];
  readonly changed?: readonly { readonly entry: JobEntry; readonly job: KnownJob }[];
  readonly builds?: readonly LearntBuild[];
  readonly vanished?: readonly { readonly jobId: number; readonly number: number }[];
  readonly deep?: readonly DeepResult[];
  /** The whole queue, when it was looked at. */
  readonly queue?: readonly QueueEntry[];
  /** All agents, when they were looked at. */
  readonly agents?: readonly AgentState[];
}

export interface RecorderOptions {
  readonly connectionId: number;
  readonly store: CollectionStore;
  readonly clock: Clock;
  readonly book: JobBook;
  readonly state: ConnectionState;
  /** Progress and whatever else is told from memory, asked at every step. */
  readonly currentState: () => Partial<ConnectionState>;
  /** Aborts waiting for a disk that refuses. */
  readonly signal: AbortSignal;
  /** What requests have cost the controller since it was asked last. */
  readonly takeLoad: () => LoadDelta;
  /** Called after a step that stored builds. */
  readonly onBuilds: () => void;
}

const firstRetryMs = 1_000;
const mostRetryMs = 30_000;
const buildsPerStep = 2_000;

/** Stores what passes learn, one step after the other: the book and the store never differ by more than the step under way. */
export class Recorder {
  readonly #options: RecorderOptions;
  #state: ConnectionState;
  #noted: Partial<ConnectionState> = {};
  readonly #uncounted = new Set<JobEntry>();
  #tail: Promise<void> = Promise.resolve();

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#state = options.state;
  }

  /** As stored, with what was noted since. */
  get state(): ConnectionState {
    return { ...this.#state, ...this.#noted };
  }

  /** Goes into the store with the next step. */
  note(state: Partial<ConnectionState>): void {
    this.#noted = { ...this.#noted, ...state };
  }

  /**
   * Computes a step from what is known at its turn and stores it in one transaction, together with the state. Waits while
   * the disk refuses; throws only when stopped meanwhile or for a defect.
   */
  step(compute: () => StepParts = () => ({})): Promise<void> {
    const turn = this.#tail.then(() => this.#run(compute()));
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #run(parts: StepParts): Promise<void> {
    const { book, connectionId, clock } = this.#options;
    const builds = parts.builds ?? [];
    if (builds.length > buildsPerStep) throw new RangeError(`A step of ${builds.length} builds`);
    const changed = parts.changed ?? [];
    const jobChanges = [...this.#takeUncounted(changed), ...changed].flatMap(({ entry, job }) => {
      const expected = { stored: entry.storedExpected, after: book.expectedOf(entry, job) };
      const change = changeOf(entry.job, job, expected);
      entry.storedExpected = expected.after;
      book.replace(entry, job);
      return change === null ? [] : [change];
    });
    const created = parts.created ?? [];
    const vanishedBuilds = parts.vanished ?? [];
    const state = this.#takeState();
    const { deep = [], queue, agents } = parts;
    const isLook = queue !== undefined || agents !== undefined;
    const isNothing = [jobChanges, created, builds, vanishedBuilds, deep, Object.keys(state)].every(
      (part) => part.length === 0,
    );
    if (isNothing && !isLook) return;
    const newJobs = created.map(({ path, kind, incarnation, nextBuildNumber, isDisabled }) => ({
      ...{ path, kind, incarnation, nextBuildNumber, isDisabled },
    }));
    const ids = await this.#store({
      ...{ connectionId, atMs: clock.nowMs(), newJobs, jobChanges, builds, vanishedBuilds, state },
      ...(deep.length > 0 && { deep }),
      ...(queue !== undefined && { queue }),
      ...(agents !== undefined && { agents }),
      ...this.#takeLoad(),
    });
    for (const [index, job] of created.entries()) {
      const entry = book.add({ ...job, id: ids[index] ?? 0 }, clock.nowMs());
      // What the store assumes of a new job; limits and filters may expect less.
      entry.storedExpected = Math.max(0, job.nextBuildNumber - 1);
      if (book.expectedOf(entry, entry.job) !== entry.storedExpected) this.#uncounted.add(entry);
    }
    if (builds.length > 0) this.#options.onBuilds();
  }

  /** The expected count of this job goes into the store with the next step. */
  recount(entry: JobEntry): void {
    this.#uncounted.add(entry);
  }

  /** Those that do not change anyway. */
  #takeUncounted(
    changed: readonly { readonly entry: JobEntry }[],
  ): { readonly entry: JobEntry; readonly job: KnownJob }[] {
    for (const { entry } of changed) this.#uncounted.delete(entry);
    const taken = [...this.#uncounted].map((entry) => ({ entry, job: entry.job }));
    this.#uncounted.clear();
    return taken;
  }

  /** The members that differ from what is stored. */
  #takeState(): Partial<ConnectionState> {
    const next: ConnectionState = { ...this.#state, ...this.#noted, ...this.#options.currentState() };
    const names = Object.keys(next) as (keyof ConnectionState)[];
    const changed = names.filter((name) => next[name] !== this.#state[name]);
    this.#state = next;
    this.#noted = {};
    return Object.fromEntries(changed.map((name) => [name, next[name]]));
  }

  #takeLoad(): { readonly load?: LoadDelta } {
    const load = this.#options.takeLoad();
    return load.requests === 0 && load.bytes === 0 ? {} : { load };
  }

  async #store(step: CollectionStep): Promise<readonly number[]> {
    const { store, clock, signal } = this.#options;
    for (let delayMs = firstRetryMs; ; delayMs = Math.min(mostRetryMs, delayMs * 2)) {
      try {
        return await store.recordStep(step);
      } catch (error) {
        const isDiskProblem = error instanceof AppError && error.code === 'unavailable';
        if (!isDiskProblem || signal.aborted) throw error;
        await clock.sleep(delayMs, signal);
      }
    }
  }
}
