import type { CollectedBuild } from '../core/build.ts';
import { buildsOfFingerprint, type FingerprintedBuild, newestNumber } from '../core/fingerprint.ts';
import type { KnownJob } from '../storage/collection.ts';

/** Missing jobs by their newest builds: number, start and queue id together are the same for no two builds of a controller. */
export type FingerprintIndex = ReadonlyMap<string, KnownJob>;

const keyOf = ({ number, startedAtMs, queueId }: FingerprintedBuild) => `${number}:${startedAtMs}:${queueId ?? 0}`;

export function indexFingerprints(missing: Iterable<KnownJob>): FingerprintIndex {
  const index = new Map<string, KnownJob>();
  for (const job of missing) for (const build of buildsOfFingerprint(job.fingerprint)) index.set(keyOf(build), job);
  return index;
}

/** The missing job that these builds belong to: it was renamed or moved. Null = none of them. */
export function recogniseJob(index: FingerprintIndex, builds: readonly CollectedBuild[]): KnownJob | null {
  for (const build of builds) {
    const job = index.get(keyOf(build));
    if (job !== undefined) return job;
  }
  return null;
}

/** Missing jobs whose newest known build a job with this next number may hold below its own newest. */
export function couldBe(missing: KnownJob, nextBuildNumber: number): boolean {
  const newest = newestNumber(missing.fingerprint);
  return newest !== null && newest < nextBuildNumber && missing.nextBuildNumber <= nextBuildNumber;
}
