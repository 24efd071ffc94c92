import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CollectedBuild } from '../core/build.ts';
import { dayMs } from '../core/calendar.ts';
import { countOf, includes, type NumberRanges, numbersOf } from '../core/ledger.ts';
import type { KnownJob } from '../storage/collection.ts';
import { absorbBuilds, contradicts, type Evidence, loseNumbers } from './absorb-builds.ts';
import { expectedCountOf, holesOfJob, settledCountOf } from './history.ts';
import { splitEvidence } from './learn-builds.ts';
import { newJob } from './new-job.ts';

const now = Date.UTC(2026, 3, 1);
const limits = { oldestStartMs: now - 90 * dayMs, mostBuilds: 5_000 };

function build(number: number, change: Partial<CollectedBuild> = {}): CollectedBuild {
  return {
    number,
    result: 'SUCCESS',
    isBuilding: false,
    startedAtMs: now - (1_000 - number) * 60_000,
    durationMs: 5_000,
    estimatedDurationMs: null,
    queueMs: null,
    queueId: number + 7_000,
    displayName: null,
    description: null,
    keepLog: false,
    causes: [],
    parameters: [],
    branch: null,
    commit: null,
    agent: null,
    pullRequest: null,
    tests: null,
    ...change,
  };
}

const running = (number: number) => build(number, { result: null, isBuilding: true, durationMs: null });
const seen = (nextBuildNumber: number): KnownJob => ({
  ...newJob({ path: ['job'], kind: 'pipeline', nextBuildNumber, isDisabled: false }, 1),
  id: 1,
});
const list = (numbers: NumberRanges) => [...numbersOf(numbers)].map((number) => build(number)).reverse();

describe('what an answer adds to a job', () => {
  it('counts a list down to its lowest number as complete, and what is missing in it as absent', () => {
    const { job, builds, absent } = absorbBuilds(
      seen(11),
      {
        builds: list([
          [4, 6],
          [8, 9],
        ]),
        covers: [[4, 10]],
        firstBuildNumber: 4,
        nextBuildNumber: 11,
      },
      limits,
    );
    expect(builds.map(({ number }) => number)).toEqual([9, 8, 6, 5, 4]);
    expect(absent).toEqual([
      [7, 7],
      [10, 10],
    ]);
    expect(job.ledger).toEqual({
      collected: [
        [4, 6],
        [8, 9],
      ],
      open: [
        [7, 7],
        [10, 10],
      ],
      lost: [],
    });
    expect(job).toMatchObject({ isBackfilled: true, firstBuildNumber: 4 });
    expect(expectedCountOf(job, limits.mostBuilds)).toBe(7);
  });

  it('keeps the newest build however old it is, and no other beyond the age limit', () => {
    const old = (number: number) => build(number, { startedAtMs: now - 200 * dayMs });
    const latest = absorbBuilds(seen(9), { builds: [old(8)], covers: [] }, limits);
    expect(latest.builds.map(({ number }) => number)).toEqual([8]);
    expect(latest.job).toMatchObject({ isBackfilled: true });
    expect(expectedCountOf(latest.job, limits.mostBuilds)).toBe(1);
    const mixed = absorbBuilds(
      seen(9),
      { builds: [build(8), build(7), old(6), old(5)], covers: [[5, 8]], firstBuildNumber: 1 },
      limits,
    );
    expect(mixed.builds.map(({ number }) => number)).toEqual([8, 7]);
    expect(mixed.job).toMatchObject({ isBackfilled: true });
    expect(expectedCountOf(mixed.job, limits.mostBuilds)).toBe(2);
  });

  it('keeps at most so many numbers', () => {
    const { job, builds } = absorbBuilds(
      seen(101),
      { builds: list([[1, 100]]), covers: [[1, 100]], firstBuildNumber: 1 },
      { ...limits, mostBuilds: 10 },
    );
    expect(builds).toHaveLength(10);
    expect(expectedCountOf(job, 10)).toBe(10);
  });

  it('never makes a finished build run again, and finishes a running one', () => {
    const first = absorbBuilds(
      seen(3),
      { builds: [running(2), build(1)], covers: [[1, 2]], firstBuildNumber: 1 },
      limits,
    ).job;
    expect(first.ledger).toEqual({ collected: [[1, 1]], open: [[2, 2]], lost: [] });
    const second = absorbBuilds(first, { builds: [build(2), running(1)], covers: [] }, limits);
    expect(second.job.ledger.collected).toEqual([[1, 2]]);
    expect(second.builds.map(({ number }) => number)).toEqual([2]);
  });

  it('begins a job without any build at its newest number, which may only not be visible yet', () => {
    const { job, absent } = absorbBuilds(seen(40), { builds: [], covers: [[1, 39]], firstBuildNumber: null }, limits);
    expect(absent).toEqual([[39, 39]]);
    expect(loseNumbers(job, absent).ledger).toEqual({ collected: [], open: [], lost: [[39, 39]] });
    const young = absorbBuilds(seen(3), { builds: [], covers: [[1, 2]], firstBuildNumber: null }, limits);
    expect(young.absent).toEqual([[1, 2]]);
  });

  it('leaves numbers out that no store can key', () => {
    const { job, builds } = absorbBuilds(
      seen(3),
      { builds: [build(2 ** 40), build(2)], covers: [], nextBuildNumber: 2 ** 53 },
      limits,
    );
    expect(builds.map(({ number }) => number)).toEqual([2]);
    expect(job.nextBuildNumber).toBeLessThanOrEqual(2 ** 27);
  });

  it('recognises another job by a known build that started at another time', () => {
    const { job } = absorbBuilds(seen(3), { builds: list([[1, 2]]), covers: [[1, 2]], firstBuildNumber: 1 }, limits);
    expect(contradicts(job, [build(2), build(3)])).toBe(false);
    expect(contradicts(job, [build(3), build(2, { startedAtMs: now })])).toBe(true);
  });
});

describe('any order of answers', () => {
  const truth = fc.record({
    next: fc.integer({ min: 2, max: 60 }),
    deleted: fc.uniqueArray(fc.integer({ min: 1, max: 59 }), { maxLength: 20 }),
    open: fc.uniqueArray(fc.integer({ min: 1, max: 59 }), { maxLength: 4 }),
  });
  type Truth = { next: number; deleted: number[]; open: number[] };

  function evidenceOf({ next, deleted, open }: Truth, [from, to]: readonly [number, number]): Evidence {
    const numbers = [...numbersOf([[Math.max(1, from), Math.min(to, next - 1)]])].filter(
      (number) => !deleted.includes(number),
    );
    return {
      builds: numbers.map((number) => (open.includes(number) ? running(number) : build(number))),
      covers: [[from, to]],
    };
  }

  it('ends with every number in one set, the builds stored that are there, and nothing left to do', () => {
    const parts = fc.array(fc.tuple(fc.integer({ min: 1, max: 59 }), fc.integer({ min: 1, max: 59 })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(truth, parts, (world, spans) => {
        let job = seen(world.next);
        const stored = new Set<number>();
        const whole = [1, world.next - 1] as const;
        const evidences = [...spans.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const), whole].map((span) =>
          evidenceOf(world, span),
        );
        for (const evidence of evidences) {
          const absorbed = absorbBuilds(job, { ...evidence, nextBuildNumber: world.next }, limits);
          job = absorbed.job;
          for (const { number } of absorbed.builds) stored.add(number);
        }
        expect(holesOfJob(job, limits.mostBuilds)).toEqual([]);
        expect(settledCountOf(job.ledger)).toBe(expectedCountOf(job, limits.mostBuilds));
        for (let number = 1; number < world.next; number += 1) {
          const isThere = !world.deleted.includes(number);
          const set = isThere && !world.open.includes(number) ? job.ledger.collected : job.ledger.open;
          expect(includes(set, number)).toBe(true);
          expect(stored.has(number)).toBe(isThere);
        }
      }),
    );
  });

  it('is the same in portions as at once', () => {
    fc.assert(
      fc.property(truth, fc.integer({ min: 1, max: 20 }), (world, most) => {
        const evidence = { ...evidenceOf(world, [1, world.next - 1]), firstBuildNumber: 1 };
        const portions = splitEvidence(evidence, most);
        const atOnce = absorbBuilds(seen(world.next), evidence, limits).job;
        const inPortions = portions.reduce((job, portion) => absorbBuilds(job, portion, limits).job, seen(world.next));
        expect(inPortions).toEqual(atOnce);
        expect(portions.every(({ builds }) => builds.length <= most)).toBe(true);
        expect(portions.reduce((sum, { builds }) => sum + builds.length, 0)).toBe(evidence.builds.length);
        expect(countOf(inPortions.ledger.collected) + countOf(inPortions.ledger.open)).toBe(world.next - 1);
      }),
    );
  });
});
