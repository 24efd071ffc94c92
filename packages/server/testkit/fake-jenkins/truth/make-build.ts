import type { Cause } from './cause.ts';
import type { Build, Job, NodeUse, Waits } from './item.ts';

/** What a caller tells about a build; the rest is filled in. */
export type BuildSpec = Partial<Omit<Build, 'job'>>;

const noWaits: Waits = { waitingMs: 0, blockedMs: 0, buildableMs: 0 };
const noNodeUse: NodeUse = { ...noWaits, count: 0, executingMs: 0 };
const nothing: readonly never[] = [];
const startedByTimer: readonly Cause[] = [{ type: 'timer' }];

/** A finished, successful build, with `spec` over it. */
export function makeBuild(job: Job, spec: BuildSpec & { number: number; queueId: number; startedAtMs: number }): Build {
  const isBuilding = spec.isBuilding ?? false;
  return {
    job,
    durationMs: isBuilding ? 0 : 1000,
    result: isBuilding ? null : 'SUCCESS',
    isBuilding,
    isInProgress: isBuilding,
    isKept: false,
    displayName: null,
    description: null,
    builtOn: '',
    causes: startedByTimer,
    parameters: nothing,
    revisions: nothing,
    commits: nothing,
    waits: noWaits,
    nodeUse: noNodeUse,
    estimatedDurationMs: null,
    testCounts: null,
    testReport: null,
    stages: nothing,
    hasFlow: true,
    log: '',
    isWaitingForInput: false,
    ...spec,
  };
}
