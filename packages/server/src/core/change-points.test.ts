import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changePoints } from './change-points.ts';

function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Durations around a level as builds scatter: log-normal, some far too slow. */
function noise(count: number, levelMs: number, sigma: number, random: () => number, odd = 0.05): number[] {
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
    return levelMs * Math.exp(sigma * normal) * (random() < odd ? 4 : 1);
  });
}

const series = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 }),
  count: fc.integer({ min: 0, max: 400 }),
  levelMs: fc.integer({ min: 5_000, max: 3_600_000 }),
  sigma: fc.double({ min: 0.01, max: 0.6, noNaN: true }),
});

it('raises no alarm on noise', () => {
  fc.assert(
    fc.property(series, ({ count, levelMs, seed, sigma }) => {
      expect(changePoints(noise(count, levelMs, sigma, sequence(seed)))).toEqual([]);
    }),
    { numRuns: 300, seed: 11 },
  );
});

it('finds one lasting change of a quarter or more, within a few builds', () => {
  fc.assert(
    fc.property(
      series,
      fc.constantFrom(0.5, 0.75, 1.35, 2),
      fc.integer({ min: 25, max: 200 }),
      fc.integer({ min: 25, max: 200 }),
      ({ levelMs, seed }, ratio, left, right) => {
        const random = sequence(seed);
        const given = [
          ...noise(left, levelMs, 0.05, random, 0.02),
          ...noise(right, levelMs * ratio, 0.05, random, 0.02),
        ];
        const found = changePoints(given);
        expect(found).toHaveLength(1);
        expect(Math.abs((found[0]?.at ?? 0) - left)).toBeLessThanOrEqual(5);
        expect((found[0]?.after ?? 0) / (found[0]?.before ?? 1)).toBeCloseTo(ratio, 0.5);
      },
    ),
    { numRuns: 100, seed: 12 },
  );
});

it('finds a rise and the fall after it', () => {
  const random = sequence(5);
  const level = (count: number, ms: number) => Array.from({ length: count }, () => ms * (0.95 + 0.1 * random()));
  const given = [...level(60, 60_000), ...level(20, 90_000), ...level(60, 60_000)];
  expect(changePoints(given).map(({ at }) => at)).toEqual([60, 80]);
});

it('takes a few slow builds in a row for what they are', () => {
  const given = [...new Array(50).fill(60_000), ...new Array(6).fill(300_000), ...new Array(50).fill(61_000)];
  expect(changePoints(given)).toEqual([]);
});
