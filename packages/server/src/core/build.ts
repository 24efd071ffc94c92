/** The result of a finished build, as Jenkins names it. */
export const buildResults = ['SUCCESS', 'UNSTABLE', 'FAILURE', 'ABORTED', 'NOT_BUILT'] as const;
export type BuildResult = (typeof buildResults)[number];

export type CauseKind = 'user' | 'timer' | 'scm' | 'upstream' | 'branch' | 'remote' | 'replay' | 'other';

export interface Cause {
  readonly kind: CauseKind;
  /** One line, as Jenkins says it, at most 300 characters. */
  readonly text: string;
  readonly user: string | null;
  readonly upstream: { readonly job: string; readonly number: number } | null;
}

/** `value` is null when it was masked (password-like name) or not exported. */
export interface BuildParameter {
  readonly name: string;
  readonly value: string | null;
  readonly isMasked: boolean;
}

export interface TestCounts {
  readonly total: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface PullRequest {
  readonly number: string | null;
  readonly title: string | null;
  readonly author: string | null;
  readonly url: string | null;
}

/** One build as read from a controller. Plain data: crosses threads by structured clone. */
export interface CollectedBuild {
  readonly number: number;
  /** Null while the build runs. */
  readonly result: BuildResult | null;
  /** True until the record is final by the rule of `isFinal` (result, duration and log are settled). */
  readonly isBuilding: boolean;
  readonly startedAtMs: number;
  /** Null while the build runs. */
  readonly durationMs: number | null;
  /** Running builds only. */
  readonly estimatedDurationMs: number | null;
  /** Null when the controller does not say (no metrics plugin). */
  readonly queueMs: number | null;
  readonly queueId: number | null;
  /** Null when it is just "#<number>". */
  readonly displayName: string | null;
  readonly description: string | null;
  readonly keepLog: boolean;
  readonly causes: readonly Cause[];
  readonly parameters: readonly BuildParameter[];
  readonly branch: string | null;
  readonly commit: string | null;
  /** `null` = unknown, `(built-in)` for the controller's own node. */
  readonly agent: string | null;
  readonly pullRequest: PullRequest | null;
  readonly tests: TestCounts | null;
  /** True when it was read without its actions because a plugin failed on them: causes, parameters, tests and source are unknown, not absent. */
  readonly isPartial?: boolean;
}
