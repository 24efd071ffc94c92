/** An item of the build queue at the moment of its step. */
export interface QueueEntry {
  /** The controller's number of it. */
  readonly id: number;
  readonly inQueueSinceMs: number;
  readonly why: string | null;
  readonly taskName: string | null;
  readonly state: 'waiting' | 'blocked' | 'buildable';
  readonly isStuck: boolean;
  /** Null = not a job that we know. */
  readonly jobId: number | null;
  /** Set for a `node` block of a running build. */
  readonly buildNumber: number | null;
}

/** What a connection has cost its controller since the step before. */
export interface LoadDelta {
  readonly requests: number;
  readonly bytes: number;
  readonly controllerMs: number;
  readonly recordLoads: number;
}
