import { expect, it } from 'vitest';
import type { Ledger } from '../core/ledger.ts';
import type { KnownJob } from '../storage/collection.ts';
import { stageOf } from './job-stage.ts';
import { newJob } from './new-job.ts';

const ledger = (collected: Ledger['collected'], open: Ledger['open'] = []): Ledger => ({ collected, open, lost: [] });

function stage(change: Partial<KnownJob>, context: Partial<Parameters<typeof stageOf>[1]> = {}): string {
  const job = { ...newJob({ path: ['a'], kind: 'pipeline', nextBuildNumber: 201, isDisabled: false }, 1), ...change };
  return stageOf(job, { mostBuilds: 5_000, isIncluded: true, hasTriedFacts: false, ...context });
}

it('goes from the newest build to the newest hundred, to older ones, to nothing', () => {
  expect(stage({})).toBe('latest');
  expect(stage({ ledger: ledger([[200, 200]]) })).toBe('recent');
  expect(stage({ ledger: ledger([[101, 200]]), firstBuildNumber: 1 })).toBe('older');
  expect(stage({ ledger: ledger([[1, 200]]), firstBuildNumber: 1 })).toBe('settled');
  expect(stage({ ledger: ledger([[101, 200]]), firstBuildNumber: 101 })).toBe('settled');
});

it('asks for few new numbers one by one and for many as a list', () => {
  const backfilled = { isBackfilled: true, firstBuildNumber: 50, ledger: ledger([[90, 200]]) };
  expect(stage({ ...backfilled, nextBuildNumber: 204 })).toBe('numbers');
  expect(stage({ ...backfilled, nextBuildNumber: 205 })).toBe('recent');
  expect(
    stage({
      ...backfilled,
      ledger: ledger([
        [90, 95],
        [97, 200],
      ]),
    }),
  ).toBe('numbers');
  expect(
    stage({
      ...backfilled,
      ledger: ledger([
        [90, 95],
        [105, 200],
      ]),
    }),
  ).toBe('older');
});

it('begins a job that was first seen without a build at number 1', () => {
  const fresh = { nextBuildNumber: 4, isBackfilled: true };
  expect(stage(fresh)).toBe('numbers');
  expect(stage({ ...fresh, ledger: ledger([], [[3, 3]]) })).toBe('numbers');
  expect(stage({ ...fresh, ledger: ledger([[1, 2]], [[3, 3]]) })).toBe('settled');
});

it('asks for the facts of a branch first, until that was tried in vain', () => {
  expect(stage({ kind: 'multibranch-branch' })).toBe('facts');
  expect(stage({ kind: 'multibranch-branch' }, { hasTriedFacts: true })).toBe('latest');
  expect(stage({ kind: 'multibranch-branch', displayName: 'main' })).toBe('latest');
  expect(stage({ kind: 'matrix-configuration' })).toBe('recent');
});

it('leaves jobs alone that are left out, missing or gone', () => {
  expect(stage({}, { isIncluded: false })).toBe('settled');
  expect(stage({ missingSinceMs: 1 })).toBe('settled');
  expect(stage({ goneAtMs: 1 })).toBe('settled');
});

it('goes no further back than the most builds', () => {
  expect(stage({ ledger: ledger([[151, 200]]), firstBuildNumber: 1 }, { mostBuilds: 50 })).toBe('settled');
});
