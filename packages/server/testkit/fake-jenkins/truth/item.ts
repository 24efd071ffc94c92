import type { BuildLedger } from './build-ledger.ts';
import type { Cause } from './cause.ts';
import type { Lazy } from './lazy.ts';
import type { Stage } from './stage.ts';
import type { TestCounts, TestReport } from './test-report.ts';

export type FolderKind = 'root' | 'folder' | 'multibranch' | 'organization';
export type JobKind = 'freestyle' | 'pipeline' | 'matrix' | 'matrix-configuration' | 'maven' | 'external';

/** What the branch source knows about a branch or pull request. */
export interface BranchFacts {
  readonly head: string;
  readonly isPrimary: boolean;
  /** The branch is gone; its job waits for the next clean-up. */
  readonly isDead: boolean;
  readonly pullRequest: {
    readonly url: string;
    readonly title: string;
    readonly contributor: string;
    readonly contributorName: string;
    readonly contributorEmail: string;
  } | null;
}

interface ItemBase {
  /** Never used twice in one world: tells a re-created item from the one before. */
  readonly uid: number;
  /** As stored: `feature%2Flogin` for the branch `feature/login`. */
  name: string;
  displayName: string | null;
  description: string | null;
  parent: Folder | null;
}

export interface Folder extends ItemBase {
  readonly type: 'folder';
  readonly kind: FolderKind;
  readonly children: Map<string, Item>;
}

export interface Job extends ItemBase {
  readonly type: 'job';
  readonly kind: JobKind;
  readonly builds: BuildLedger<Build>;
  nextBuildNumber: number;
  isDisabled: boolean;
  isConcurrent: boolean;
  /** How many builds are kept; null = all. */
  retention: number | null;
  branch: BranchFacts | null;
  /** Cells of a matrix job, as `OS=linux,DB=pg`. */
  configurations: Job[];
  /** The matrix job of a cell. */
  matrix: Job | null;
}

export type Item = Folder | Job;

export type Result = 'SUCCESS' | 'UNSTABLE' | 'FAILURE' | 'ABORTED' | 'NOT_BUILT';

export interface Parameter {
  readonly type: 'string' | 'boolean' | 'text' | 'choice' | 'password';
  readonly name: string;
  readonly value: string | boolean;
}

/** One checkout, as `BuildData` of the git plugin tells it. */
export interface Revision {
  readonly sha1: string;
  /** As Jenkins stores it: `refs/remotes/origin/main` or `main`. */
  readonly branch: string;
  readonly remoteUrl: string;
}

export interface Commit {
  readonly commitId: string;
  readonly committedAtMs: number;
  readonly authorName: string;
  readonly authorEmail: string;
  /** The whole message; its first line is what Jenkins calls `msg`. */
  readonly comment: string;
  readonly paths: readonly { readonly editType: 'add' | 'edit' | 'delete'; readonly file: string }[];
}

/** Where the time between entering the queue and the start went. */
export interface Waits {
  /** Quiet period. */
  readonly waitingMs: number;
  readonly blockedMs: number;
  readonly buildableMs: number;
}

/** Waits and executions of a pipeline's `node` blocks together. */
export interface NodeUse extends Waits {
  readonly count: number;
  readonly executingMs: number;
}

/** One build as the controller stores it. Everything may be changed by a test at any time. */
export interface Build {
  readonly job: Job;
  readonly number: number;
  queueId: number;
  startedAtMs: number;
  /** 0 while it runs. */
  durationMs: number;
  /** May be set while the build still runs. */
  result: Result | null;
  isBuilding: boolean;
  isInProgress: boolean;
  isKept: boolean;
  /** Null = `#<number>`. */
  displayName: string | null;
  description: string | null;
  /** Name of the agent, empty for the built-in node; pipelines do not tell it. */
  builtOn: string;
  causes: readonly Cause[];
  parameters: readonly Parameter[];
  revisions: readonly Revision[];
  commits: Lazy<readonly Commit[]>;
  waits: Waits;
  nodeUse: NodeUse;
  /** Null = the mean of the newest finished builds. */
  estimatedDurationMs: number | null;
  testCounts: TestCounts | null;
  testReport: Lazy<TestReport> | null;
  stages: Lazy<readonly Stage[]>;
  /** False for a pipeline whose Jenkinsfile did not compile. */
  hasFlow: boolean;
  /** LF line ends, as stored, with hidden console notes if there are any. */
  log: Lazy<string>;
  /** True where `currentExecutable`s and steps wait for a person. */
  isWaitingForInput: boolean;
}
