import type { RecordLoads } from '../record-loads.ts';
import type { Build } from '../truth/item.ts';

const candidatesWanted = 3;
const mostBuildsLookedAt = 6;

/** Mean duration of the newest finished builds that are in memory, as Jenkins ≥ 2.407 does it; -1 when there is none. */
export function estimatedDurationMs(build: Build, records: RecordLoads): number {
  if (build.estimatedDurationMs !== null) return build.estimatedDurationMs;
  const { job } = build;
  const finished = job.builds
    .newest(mostBuildsLookedAt)
    .filter((number) => records.isInMemory(job, number))
    .flatMap((number) => job.builds.peek(number) ?? [])
    .filter(({ isBuilding, result }) => !isBuilding && result !== 'ABORTED' && result !== 'NOT_BUILT');
  const good = finished.filter(({ result }) => result !== 'FAILURE');
  const candidates = [...good, ...finished.filter(({ result }) => result === 'FAILURE')].slice(0, candidatesWanted);
  if (candidates.length === 0) return -1;
  return Math.round(candidates.reduce((sum, { durationMs }) => sum + durationMs, 0) / candidates.length);
}
