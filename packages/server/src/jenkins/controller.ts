import type { AgentState } from '../core/agent.ts';
import type { CollectedBuild } from '../core/build.ts';
import type { Change } from '../core/change-set.ts';
import type { ConnectionProblem, Outcome } from '../core/connection.ts';
import type { ItemPath, JobKind } from '../core/job.ts';
import type { FoundStageSource, Stage, StageSource } from '../core/stage.ts';
import type { TestSuitePart } from '../core/test-report.ts';
import type { Load } from './load-meter.ts';

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
  /** Every agent that has executors. */
  readonly agents: readonly AgentState[];
}

export interface QueueItem {
  readonly id: number;
  readonly inQueueSinceMs: number;
  readonly why: string | null;
  readonly taskName: string | null;
  /** `waiting` = in its quiet period. */
  readonly state: 'waiting' | 'blocked' | 'buildable';
  readonly isStuck: boolean;
  /** Since when it could run or is blocked; null while it waits. */
  readonly buildableSinceMs: number | null;
  /** The job, when the item is one or belongs to one. */
  readonly path: ItemPath | null;
  /** Set for a `node` block of a running build, which waits for an agent; null for a build that has not started. */
  readonly buildNumber: number | null;
}

/** A finished build with what only a request of its own tells. */
export interface FinalBuild {
  readonly build: CollectedBuild;
  readonly changes: readonly Change[];
  /** There are more changes than the 50 a change set is asked for. */
  readonly hasMoreChanges: boolean;
  /** What `tests` wants as `urlName`; null when the build has no test report. */
  readonly testReportName: string | null;
  /** What the plugin Build Failure Analyzer found. */
  readonly failureCauses: readonly { readonly name: string; readonly categories: readonly string[] }[];
}

export interface BuildStages {
  readonly stages: readonly Stage[];
  /** Nothing of this will change any more. A build whose Jenkinsfile did not compile stays incomplete and empty for ever. */
  readonly isComplete: boolean;
  /** Null = no plugin of this controller tells stages. */
  readonly source: StageSource | null;
}

/** A test report as it comes, suite by suite. */
export interface TestStream {
  readonly parts: AsyncIterable<TestSuitePart>;
  /** Why the report ended early; null when it came to its end. Read it after the parts have ended. */
  problem(): ConnectionProblem | null;
  /** Cases that could not be read and were left out. */
  dropped(): number;
}

/** The end of a log, from the start of a line on. */
export interface LogTail {
  readonly text: string;
  /** True when nothing stands before it. */
  readonly isWhole: boolean;
  /** Of the stored log, with its hidden notes. */
  readonly sizeBytes: number;
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
  /** One finished build with its changes; null when the controller has no such build (404). */
  final(job: ItemPath, number: number, options: CallOptions): ControllerOutcome<FinalBuild | null>;
  /** Stages of a pipeline build: loads its whole flow graph, so one at a time, and never for a fleet of running builds. Null when the build is gone. */
  stages(job: ItemPath, number: number, options: CallOptions): ControllerOutcome<BuildStages | null>;
  /** The test report (`testReportName` of the final build), page by page; `hasFailures` = with errors and stack traces. `not_found` when there is none. */
  tests(
    job: ItemPath,
    number: number,
    options: CallOptions & { readonly urlName: string; readonly hasFailures: boolean },
  ): Promise<Outcome<TestStream>>;
  /** The last `bytes` of a finished build's log. */
  logTail(job: ItemPath, number: number, options: CallOptions & { readonly bytes: number }): ControllerOutcome<LogTail>;
  /** The plugin that tells stages here; null = not found out yet. */
  stageSource(): FoundStageSource | null;
  /** What an earlier run found out, under the session that the controller had then. */
  recallStageSource(source: FoundStageSource, session: string): void;
  /** What all requests since the last call have cost the controller. */
  takeLoad(): Load;
  /** Requests in the last minute. */
  requestsPerMinute(): number;
  /** Quarter budget for ten minutes: the controller has restarted and its caches are cold. */
  slowDown(): void;
  close(): Promise<void>;
}
