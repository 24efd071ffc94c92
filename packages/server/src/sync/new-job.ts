import type { ItemPath, JobKind } from '../core/job.ts';
import { emptyLedger } from '../core/ledger.ts';
import type { KnownJob } from '../storage/collection.ts';

export interface SeenJob {
  readonly path: ItemPath;
  readonly kind: JobKind;
  readonly nextBuildNumber: number;
  readonly isDisabled: boolean;
}

/** A job as it is stored when it is first seen; the store gives it its id. */
export function newJob({ path, kind, nextBuildNumber, isDisabled }: SeenJob, incarnation: number): KnownJob {
  return {
    id: 0,
    path,
    kind,
    incarnation,
    nextBuildNumber,
    firstBuildNumber: null,
    isDisabled,
    missingSinceMs: null,
    goneAtMs: null,
    isBackfilled: nextBuildNumber <= 1,
    pullRequest: null,
    ledger: emptyLedger,
    fingerprint: [],
    displayName: null,
  };
}
