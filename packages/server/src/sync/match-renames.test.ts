import { expect, it } from 'vitest';
import type { CollectedBuild } from '../core/build.ts';
import type { KnownJob } from '../storage/collection.ts';
import { couldBe, indexFingerprints, recogniseJob } from './match-renames.ts';
import { newJob } from './new-job.ts';

function missing(name: string, fingerprint: KnownJob['fingerprint']): KnownJob {
  const nextBuildNumber = (fingerprint[0] ?? 0) + 1;
  return { ...newJob({ path: [name], kind: 'pipeline', nextBuildNumber, isDisabled: false }, 1), fingerprint };
}

const build = (number: number, startedAtMs: number, queueId: number | null) =>
  ({ number, startedAtMs, queueId }) as CollectedBuild;

it('recognises a job by any of its newest builds, and by nothing less than number, start and queue id together', () => {
  const a = missing('a', [9, 900, 90, 8, 800, 80]);
  const b = missing('b', [9, 901, 91]);
  const index = indexFingerprints([a, b]);
  expect(recogniseJob(index, [build(10, 1_000, 100), build(8, 800, 80)])).toBe(a);
  expect(recogniseJob(index, [build(9, 901, 91)])).toBe(b);
  for (const other of [build(9, 900, 91), build(9, 902, 90), build(7, 900, 90)])
    expect(recogniseJob(index, [other])).toBeNull();
});

it('asks only jobs that may hold the known build below their newest', () => {
  const job = missing('a', [9, 900, 90]);
  expect([9, 10, 11].map((next) => couldBe(job, next))).toEqual([false, true, true]);
  expect(couldBe(missing('never built', []), 10)).toBe(false);
});
