export const stageStatuses = [
  'success',
  'unstable',
  'failure',
  'aborted',
  'not_built',
  'skipped',
  'running',
  'paused',
  'queued',
  'unknown',
] as const;
export type StageStatus = (typeof stageStatuses)[number];

/** `parallel` = a branch of a parallel step; `synthetic` = made by Jenkins, not by the author ("Checkout SCM", "Post Actions"). */
export type StageKind = 'stage' | 'parallel' | 'synthetic';

/** One stage of a build, as read from a controller, whatever plugin told it. Parents come before their children. */
export interface Stage {
  /** Unique in its build. */
  readonly id: string;
  /** Null at the top, and for everything that Stage View tells: it knows no parents and no branches. */
  readonly parentId: string | null;
  readonly name: string;
  readonly kind: StageKind;
  readonly status: StageStatus;
  /** Null when it never started. */
  readonly startedAtMs: number | null;
  /** Null while it runs, and when it never ran. */
  readonly durationMs: number | null;
  /** Waiting for a person, within the duration. */
  readonly pauseMs: number;
  /** `(built-in)` for the controller's own node; null = unknown. */
  readonly agent: string | null;
  /** Told by Stage View only. */
  readonly errorMessage: string | null;
}

/** Where a controller tells stages, by plugin and generation; in the order in which they are tried. */
export const stageSources = ['stages', 'pipeline-overview', 'pipeline-graph', 'wfapi', 'blue-ocean'] as const;
export type StageSource = (typeof stageSources)[number];

/** `none` = no plugin of the controller tells stages. */
export type FoundStageSource = StageSource | 'none';
