import type { CollectedBuild } from '../core/build.ts';
import { mostBuildNumber } from '../core/entity-id.ts';
import { buildsOfFingerprint, type FingerprintedBuild, fingerprintOf } from '../core/fingerprint.ts';
import {
  clip,
  highestOf,
  holesOf,
  includes,
  type Ledger,
  moveTo,
  type NumberRanges,
  subtract,
  toRanges,
} from '../core/ledger.ts';
import type { KnownJob } from '../storage/collection.ts';
import { type HistoryLimits, lowestWanted } from './history.ts';

/** What one answer says about the builds of one job. */
export interface Evidence {
  readonly builds: readonly CollectedBuild[];
  /** Numbers the answer was complete about: one of them without a build is not there. */
  readonly covers: NumberRanges;
  /** The oldest number the controller has, null when it has none; absent when the answer does not tell. */
  readonly firstBuildNumber?: number | null;
  readonly nextBuildNumber?: number;
  /** The builds were read once more because what is stored of them is not whole. */
  readonly isCorrection?: boolean;
}

export interface Absorbed {
  readonly job: KnownJob;
  /** To be stored: new ones, and the newest few again because people edit those. */
  readonly builds: readonly CollectedBuild[];
  /** Numbers that turned out not to be there, for the first time. They count as open until they are lost. */
  readonly absent: NumberRanges;
}

const editableBuilds = 5;

const startedBefore = (oldestStartMs: number) => (build: CollectedBuild) => build.startedAtMs < oldestStartMs;

/** The job with the newest of these builds in its fingerprint. */
export function withFingerprint(job: KnownJob, builds: readonly CollectedBuild[]): KnownJob {
  const known = new Map<number, FingerprintedBuild>();
  for (const build of [...buildsOfFingerprint(job.fingerprint), ...builds]) known.set(build.number, build);
  return { ...job, fingerprint: fingerprintOf([...known.values()]) };
}

/** True when a build that is known by its number started at another time: the job was deleted and created again. */
export function contradicts({ fingerprint }: KnownJob, builds: readonly CollectedBuild[]): boolean {
  const known = buildsOfFingerprint(fingerprint);
  return builds.some((build) =>
    known.some(({ number, startedAtMs }) => number === build.number && startedAtMs !== build.startedAtMs),
  );
}

/** Without any build the newest number may just have been allotted, and those of a young job with it. */
function firstWithoutBuilds(nextBuildNumber: number): number {
  return nextBuildNumber <= 4 ? 1 : nextBuildNumber - 1;
}

/** With the limits the answer told: the oldest number, or that there is no build at all. */
function withNumbers(job: KnownJob, { firstBuildNumber, nextBuildNumber = 1 }: Evidence, highest: number): KnownJob {
  const next = Math.max(job.nextBuildNumber, Math.min(nextBuildNumber, mostBuildNumber + 1), highest + 1);
  if (firstBuildNumber === undefined) return { ...job, nextBuildNumber: next };
  return { ...job, nextBuildNumber: next, firstBuildNumber: firstBuildNumber ?? firstWithoutBuilds(next) };
}

/** The smallest number to keep, and whether the age limit was reached. */
function lowestToKeep(
  job: KnownJob,
  builds: readonly CollectedBuild[],
  limits: HistoryLimits,
): { readonly lowest: number; readonly hasReachedLimit: boolean } {
  const newest = builds.reduce((most, { number }) => Math.max(most, number), highestOf(job.ledger));
  const wanted = lowestWanted(job, limits.mostBuilds);
  const hasReachedLimit = !job.isBackfilled && builds.some(startedBefore(limits.oldestStartMs));
  // The newest build stays, however old it is: every job shows its last result.
  if (!hasReachedLimit) return { lowest: newest === 0 ? wanted : Math.min(wanted, newest), hasReachedLimit };
  const young = builds.filter((build) => !startedBefore(limits.oldestStartMs)(build));
  const oldestYoung = young.reduce((least, { number }) => Math.min(least, number), newest);
  return { lowest: Math.min(newest, Math.max(wanted, oldestYoung)), hasReachedLimit };
}

function numbersOfBuilds(builds: readonly CollectedBuild[], isBuilding: boolean): NumberRanges {
  return toRanges(builds.filter((build) => build.isBuilding === isBuilding).map(({ number }) => number));
}

function isComplete(job: KnownJob, mostBuilds: number): boolean {
  return holesOf(job.ledger, lowestWanted(job, mostBuilds), job.nextBuildNumber).length === 0;
}

/** Works an answer into what is known of a job: pure, and the same whether the answer is new, late or repeated. */
export function absorbBuilds(before: KnownJob, evidence: Evidence, limits: HistoryLimits): Absorbed {
  const storable = evidence.builds.filter(({ number }) => number <= mostBuildNumber);
  const highest = storable.reduce((most, { number }) => Math.max(most, number), 0);
  const job = withNumbers(before, evidence, highest);
  const { lowest, hasReachedLimit } = lowestToKeep(job, storable, limits);
  // A record that was final never becomes a running one again.
  const kept = storable.filter(
    ({ number, isBuilding }) => number >= lowest && !(isBuilding && includes(job.ledger.collected, number)),
  );
  const settled = moveTo(job.ledger, 'collected', numbersOfBuilds(kept, false));
  const running = moveTo(settled, 'open', numbersOfBuilds(kept, true));
  const absent = absentOf(running, clip(evidence.covers, lowest, job.nextBuildNumber - 1));
  const ledger = moveTo(running, 'open', absent);
  const after = withFingerprint({ ...job, ledger }, kept);
  const isSettled = job.isBackfilled || hasReachedLimit || isComplete(after, limits.mostBuilds);
  const newest = highestOf(ledger);
  return {
    job: isSettled && !job.isBackfilled ? backfilled(after, lowest) : after,
    builds: kept.filter(
      ({ number }) =>
        evidence.isCorrection === true || !includes(job.ledger.collected, number) || number > newest - editableBuilds,
    ),
    absent,
  };
}

/** The whole history is settled: from now on the ledger itself tells how far down it reaches. */
function backfilled(job: KnownJob, lowest: number): KnownJob {
  return { ...job, isBackfilled: true, firstBuildNumber: job.firstBuildNumber ?? lowest };
}

function absentOf(ledger: Ledger, covered: NumberRanges): NumberRanges {
  return subtract(subtract(subtract(covered, ledger.collected), ledger.open), ledger.lost);
}

/** Numbers that stayed absent are lost: deleted on the controller before they were collected. */
export function loseNumbers(job: KnownJob, numbers: NumberRanges): KnownJob {
  return { ...job, ledger: moveTo(job.ledger, 'lost', numbers) };
}
