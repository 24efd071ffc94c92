import { countOf } from '../core/ledger.ts';
import type { KnownJob } from '../storage/collection.ts';
import { holesOfJob } from './history.ts';

/**
 * What a job needs next. `facts` of its branch · `latest` its newest build, for the first paint · `recent` its newest 100 ·
 * `numbers` a few builds by number · `older` the history below · `settled` nothing.
 */
export const jobStages = ['facts', 'latest', 'recent', 'numbers', 'older', 'settled'] as const;
export type JobStage = (typeof jobStages)[number];

/** Up to this many missing builds are cheaper one by one than as a list. */
export const mostByNumber = 3;

export interface StageContext {
  readonly mostBuilds: number;
  /** False for a job that the filters leave out. */
  readonly isIncluded: boolean;
  /** The facts of the branch were asked for in vain: builds do not wait for them. */
  readonly hasTriedFacts: boolean;
}

/** What a job needs next: from its stored ledger alone, so that a restart goes on where the last one stopped. */
export function stageOf(job: KnownJob, { mostBuilds, isIncluded, hasTriedFacts }: StageContext): JobStage {
  if (!isIncluded || job.goneAtMs !== null || job.missingSinceMs !== null) return 'settled';
  if (job.kind === 'multibranch-branch' && job.displayName === null && !hasTriedFacts) return 'facts';
  const highest = holesOfJob(job, mostBuilds).at(-1);
  if (highest === undefined) return 'settled';
  if (!job.isBackfilled && job.firstBuildNumber === null) {
    const isUnseen = job.ledger.collected.length === 0 && job.ledger.open.length === 0;
    return isUnseen && job.kind !== 'matrix-configuration' ? 'latest' : 'recent';
  }
  if (countOf([highest]) <= mostByNumber) return 'numbers';
  return highest[1] === job.nextBuildNumber - 1 ? 'recent' : 'older';
}
