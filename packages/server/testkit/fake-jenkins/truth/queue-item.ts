import type { Cause } from './cause.ts';
import type { Build, Job, Parameter } from './item.ts';

export type QueueState = 'waiting' | 'blocked' | 'buildable' | 'left';

/** A job that waits to be built, or a `node` block of a running pipeline that waits for an agent. */
export type QueueTask =
  | { readonly type: 'job'; readonly job: Job }
  | { readonly type: 'node-block'; readonly build: Build; readonly label: string };

export interface QueueItem {
  readonly id: number;
  readonly task: QueueTask;
  state: QueueState;
  readonly inQueueSinceMs: number;
  /** End of the quiet period (state `waiting`). */
  quietUntilMs: number;
  /** Since when it could run or is blocked (states `blocked` and `buildable`). */
  buildableSinceMs: number;
  isStuck: boolean;
  why: string | null;
  causes: readonly Cause[];
  parameters: readonly Parameter[];
  /** State `left`: when, and what came of it; null = cancelled. */
  leftAtMs: number | null;
  executable: Build | null;
}
