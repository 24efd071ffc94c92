import { countOf, holesOf, type Ledger, lowestOf, type NumberRanges } from '../core/ledger.ts';
import type { KnownJob } from '../storage/collection.ts';

/** How far back a connection's history goes. */
export interface HistoryLimits {
  /** Builds that started earlier (epoch ms) are left out, but for the newest of each job. */
  readonly oldestStartMs: number;
  /** Most numbers of a job, counted back from its next one. */
  readonly mostBuilds: number;
}

type Job = Pick<KnownJob, 'firstBuildNumber' | 'isBackfilled' | 'ledger' | 'nextBuildNumber'>;

/**
 * The smallest number that a job's ledger has to cover. A backfilled job reaches down to what its ledger holds already;
 * before that the oldest reachable number and the most builds are the limit, and the age of builds as it becomes known.
 */
export function lowestWanted(
  { firstBuildNumber, isBackfilled, ledger, nextBuildNumber }: Job,
  mostBuilds: number,
): number {
  if (!isBackfilled) return Math.max(1, firstBuildNumber ?? 1, nextBuildNumber - mostBuilds);
  // A job that was first seen without a build begins with number 1, whichever of its builds is seen first.
  return firstBuildNumber === null ? 1 : (lowestOf(ledger) ?? firstBuildNumber);
}

/** The numbers of a job that are neither collected nor open nor lost: what is left to fetch. */
export function holesOfJob(job: Job, mostBuilds: number): NumberRanges {
  return holesOf(job.ledger, lowestWanted(job, mostBuilds), job.nextBuildNumber);
}

/** How many numbers the ledger has to cover in the end. */
export function expectedCountOf(job: Job, mostBuilds: number): number {
  return Math.max(0, job.nextBuildNumber - lowestWanted(job, mostBuilds));
}

/** How many numbers a ledger holds. */
export function settledCountOf({ collected, open, lost }: Ledger): number {
  return countOf(collected) + countOf(open) + countOf(lost);
}
