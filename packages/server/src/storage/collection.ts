import type { AgentState } from '../core/agent.ts';
import type { CollectedBuild, PullRequest } from '../core/build.ts';
import type { Change } from '../core/change-set.ts';
import type { ConnectionState } from '../core/connection.ts';
import type { Fingerprint } from '../core/fingerprint.ts';
import type { ItemPath, JobKind } from '../core/job.ts';
import type { Ledger } from '../core/ledger.ts';
import type { DeepResult, DeepWork, DeepWorkCounts, DueOptions } from './deep-step.ts';
import type { LoadDelta, QueueEntry } from './live-step.ts';

/** A job as the collector knows it. */
export interface KnownJob {
  readonly id: number;
  readonly path: ItemPath;
  readonly kind: JobKind;
  /** 1 for the first job of this name, one more each time it was deleted and created again. */
  readonly incarnation: number;
  readonly nextBuildNumber: number;
  /** Oldest number the controller still had when last asked; null = not asked yet. */
  readonly firstBuildNumber: number | null;
  readonly isDisabled: boolean;
  /** When it was first absent from the heads; null = present. */
  readonly missingSinceMs: number | null;
  /** When it was settled as gone from the controller (kept for ever, marked). */
  readonly goneAtMs: number | null;
  /** True once everything down to the history limit is settled. */
  readonly isBackfilled: boolean;
  /** Branch jobs of a multibranch project: the pull request they build. */
  readonly pullRequest: PullRequest | null;
  readonly ledger: Ledger;
  /** Recognises renames. */
  readonly fingerprint: Fingerprint;
  readonly displayName: string | null;
}

export interface NewJob {
  readonly path: ItemPath;
  readonly kind: JobKind;
  readonly incarnation: number;
  readonly nextBuildNumber: number;
  readonly isDisabled: boolean;
}

/** Changed members of one job; absent = unchanged. A new `path` is a rename or move: history stays. */
export interface JobChange {
  readonly id: number;
  readonly path?: ItemPath;
  /** Given with a new `path` under which an older job is kept already. */
  readonly incarnation?: number;
  readonly kind?: JobKind;
  readonly nextBuildNumber?: number;
  readonly firstBuildNumber?: number | null;
  readonly isDisabled?: boolean;
  readonly missingSinceMs?: number | null;
  readonly goneAtMs?: number | null;
  readonly isBackfilled?: boolean;
  readonly displayName?: string | null;
  readonly pullRequest?: PullRequest | null;
  readonly ledger?: Ledger;
  /** Numbers the ledger must cover at the end: from the oldest reachable (or the history limit) to the newest. */
  readonly expectedCount?: number;
}

export interface StepBuild {
  readonly jobId: number | { readonly newJob: number };
  readonly build: CollectedBuild;
  /** Changes that came with the build; otherwise they are fetched later. */
  readonly changes?: { readonly list: readonly Change[]; readonly hasMore: boolean } | undefined;
  /** Name of its test report under the build's address, when it was told. */
  readonly testReportName?: string | null | undefined;
}

/** Everything one step of the collector learnt: stored whole or not at all. */
export interface CollectionStep {
  readonly connectionId: number;
  readonly atMs: number;
  /** Inserted in order; their ids come back in the same order. */
  readonly newJobs: readonly NewJob[];
  readonly jobChanges: readonly JobChange[];
  /** Inserted or overwritten by (job, number); `jobId` may be `{ newJob: index }` of this step. */
  readonly builds: readonly StepBuild[];
  /** Builds that the controller no longer has: marked, never deleted. */
  readonly vanishedBuilds: readonly { readonly jobId: number; readonly number: number }[];
  readonly state: Partial<ConnectionState>;
  /** What was fetched besides for builds of this step or of earlier ones, or why not. */
  readonly deep?: readonly DeepResult[];
  /** The whole queue as it is now; what is missing has left it. Absent = not asked. */
  readonly queue?: readonly QueueEntry[];
  /** All agents as they are now; who is missing is gone. Absent = not asked. */
  readonly agents?: readonly AgentState[];
  readonly load?: LoadDelta;
}

/** The collector's side of the store: lives in the collector's thread with its own handle. */
export interface CollectionStore {
  /** All jobs of a connection, gone ones too, with ledgers and fingerprints. */
  loadJobs(connectionId: number): Promise<readonly KnownJob[]>;
  loadState(connectionId: number): Promise<ConnectionState>;
  /** Builds stored as running. */
  loadOpenBuilds(connectionId: number): Promise<
    readonly {
      readonly jobId: number;
      readonly number: number;
      readonly startedAtMs: number;
      readonly queueMs: number | null;
    }[]
  >;
  /** One transaction: jobs, builds, ledgers, dirty roll-up keys, state, data version, deep data and the list of what is still to be fetched. Returns the ids of `newJobs`. Throws on I/O errors with nothing stored. */
  recordStep(step: CollectionStep): Promise<readonly number[]>;
  /** Recomputes dirty roll-up keys, oldest first, at most `most`; returns how many are left. */
  rollUpDirty(most: number): Promise<number>;
  /** Gives marked red builds their category, evidence and fingerprint, at most `most` at once; returns 0 when none is left. */
  classifyFailures(most: number, nowMs: number): Promise<number>;
  /** What is to be fetched now for finished builds: what a person asked for, then red builds, then the others, newest first. */
  dueDeepWork(connectionId: number, options: DueOptions): Promise<readonly DeepWork[]>;
  countDeepWork(connectionId: number): Promise<DeepWorkCounts>;
}
