import type { CollectedBuild } from '../core/build.ts';
import type { ConnectionProblem, Outcome } from '../core/connection.ts';
import type { ItemPath, JobKind } from '../core/job.ts';

/** What every answer tells besides its value. */
export interface Answer<T> {
  readonly value: T;
  /** Items that could not be read and were left out. */
  readonly dropped: number;
  readonly jenkinsVersion: string | null;
  readonly session: string | null;
}
export type ControllerOutcome<T> = Promise<Outcome<Answer<T>>>;

/** Background work (backfill) may use at most half of the limiter; live work goes first. */
export type Urgency = 'live' | 'background';
export interface CallOptions {
  readonly urgency: Urgency;
  readonly signal?: AbortSignal | undefined;
  /** Build records the controller will have to load for this; each kind of request has a sensible default. */
  readonly expectedLoads?: number | undefined;
  /** The kind of the job that is asked, when the caller knows it. Needed for matrix configurations and branches before the first `heads` of this object. */
  readonly kind?: JobKind | undefined;
}

export interface Head {
  readonly path: ItemPath;
  readonly nextBuildNumber: number;
  readonly isDisabled: boolean;
  readonly kind: JobKind;
  /** Position among the items of its folder, as the controller lists them: what a `Slice` counts. */
  readonly index: number;
}
export interface Heads {
  readonly jobs: readonly Head[];
  /** Containers (folders, multibranch projects) with the number of their direct items and their own position, for slices; the root is left out. */
  readonly folders: readonly { readonly path: ItemPath; readonly size: number; readonly index: number }[];
}

/** Items `[from, to)` of a folder by position. Small folders are read together with `depth` levels, 1 (the default) = its direct jobs only, at most 5. */
export interface Slice {
  readonly from: number;
  readonly to: number;
  readonly depth?: number;
}

/** The newest build of a job; null for a job without builds. */
export interface LatestBuild {
  readonly path: ItemPath;
  readonly build: CollectedBuild | null;
}

export interface RecentBuilds {
  /** Newest first, at most 100. */
  readonly builds: readonly CollectedBuild[];
  readonly firstBuildNumber: number | null;
  readonly nextBuildNumber: number;
  /** A matrix job's configurations; null for every other kind. */
  readonly configurations: readonly MatrixConfiguration[] | null;
}

/** The newest builds of one of several jobs that were read in one request. */
export interface JobBuilds extends RecentBuilds {
  readonly path: ItemPath;
}

export interface OlderBuilds {
  /** Newest first, all older than the asked number. */
  readonly builds: readonly CollectedBuild[];
  readonly hasReachedOldest: boolean;
}

export interface MatrixConfiguration {
  readonly path: ItemPath;
  readonly nextBuildNumber: number;
}

export interface BranchFacts {
  readonly path: ItemPath;
  readonly displayName: string | null;
  readonly pullRequest: {
    readonly number: string | null;
    readonly title: string | null;
    readonly author: string | null;
    readonly url: string | null;
  } | null;
}

export interface RunningBuild {
  readonly path: ItemPath;
  readonly build: CollectedBuild;
}
export interface Agents {
  readonly online: number;
  readonly total: number;
  readonly running: readonly RunningBuild[];
}

export interface QueueItem {
  readonly id: number;
  readonly inQueueSinceMs: number;
  readonly why: string | null;
  readonly taskName: string | null;
}

/** A log as it comes: UTF-8 text without Jenkins' hidden notes. */
export interface LogStream {
  readonly chunks: AsyncIterable<string>;
  /** True once the byte cap or a failure cut the log; read it after the chunks have ended. */
  isTruncated(): boolean;
  /** Why the log ended early; null when it came to its end or to the cap. Read it after the chunks have ended. */
  problem(): ConnectionProblem | null;
}

/** One controller behind one connection: every request BuildButler makes to it. Nothing here throws for what a controller does. */
export interface Controller {
  whoAmI(options: CallOptions): ControllerOutcome<{ name: string; isAnonymous: boolean }>;
  /** All readable jobs of all depths; matrix configurations are asked apart. */
  heads(options: CallOptions): ControllerOutcome<Heads>;
  /** `lastBuild` of the jobs in a slice of a folder; `[]` is the root. Costs one record load a job. */
  latest(folder: ItemPath, slice: Slice, options: CallOptions): ControllerOutcome<readonly LatestBuild[]>;
  /** The newest 100 builds in one request: at most 102 record loads. When that is too much for the controller, the builds of its newest 100 numbers, one by one. */
  recent(job: ItemPath, options: CallOptions): ControllerOutcome<RecentBuilds>;
  /** As `recent`, for all jobs in a slice of a folder in one request; the caller adds up the record loads. Jobs never built have no builds. */
  recentOf(
    folder: ItemPath,
    slice: Slice,
    expectedLoads: number,
    options: CallOptions,
  ): ControllerOutcome<readonly JobBuilds[]>;
  /** As `recent`, for all active configurations of a matrix job in one request. */
  recentOfConfigurations(
    matrix: ItemPath,
    expectedLoads: number,
    options: CallOptions,
  ): ControllerOutcome<readonly JobBuilds[]>;
  /** Pipelines only: up to `depth` (≤ 12) builds before `number`, fewer when the address would get too long or the controller too slow; `not_found` when `number` itself is gone. */
  chain(job: ItemPath, number: number, depth: number, options: CallOptions): ControllerOutcome<OlderBuilds>;
  /** All builds: loads every record of the job, so only for spans known to be short. */
  every(job: ItemPath, expectedCount: number, options: CallOptions): ControllerOutcome<readonly CollectedBuild[]>;
  /** One build with description; null when the controller has no such build (404). */
  build(job: ItemPath, number: number, options: CallOptions): ControllerOutcome<CollectedBuild | null>;
  /** nextBuildNumber, first and last number: 2 record loads; null when the job is gone (404). */
  numbers(
    job: ItemPath,
    options: CallOptions,
  ): ControllerOutcome<{ next: number; first: number | null; last: number | null } | null>;
  matrixConfigurations(job: ItemPath, options: CallOptions): ControllerOutcome<readonly MatrixConfiguration[]>;
  /** Facts of the branch jobs of a multibranch project; with a slice, of all branch jobs in that slice of a folder. */
  branchFacts(folder: ItemPath, options: CallOptions, slice?: Slice): ControllerOutcome<readonly BranchFacts[]>;
  running(options: CallOptions): ControllerOutcome<Agents>;
  queue(options: CallOptions): ControllerOutcome<readonly QueueItem[]>;
  log(job: ItemPath, number: number, options: CallOptions & { capBytes: number }): Promise<Outcome<LogStream>>;
  /** Requests in the last minute. */
  requestsPerMinute(): number;
  /** Quarter budget for ten minutes: the controller has restarted and its caches are cold. */
  slowDown(): void;
  close(): Promise<void>;
}
