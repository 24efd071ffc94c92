import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countScale, durationScale, formatStep, labelledPlaces } from './scale.ts';

describe('counts', () => {
  test.each([
    [0, [0, 1]],
    [3, [0, 1, 2, 3]],
    [37, [0, 10, 20, 30, 40]],
    [840, [0, 500, 1000]],
    [1000, [0, 500, 1000]],
    [26_112, [0, 10_000, 20_000, 30_000]],
  ])('up to %i', (top, ticks) => {
    expect(countScale(top).ticks).toEqual(ticks);
  });
});

describe('durations', () => {
  test('step as a clock does', () => {
    const minutes = (ms: number) => ms / 60_000;
    expect(durationScale(12 * 60_000).ticks.map(minutes)).toEqual([0, 5, 10, 15]);
    expect(durationScale(3.4 * 3_600_000).ticks.map(minutes)).toEqual([0, 60, 120, 180, 240]);
    expect(durationScale(0.4).ticks).toEqual([0, 1]);
  });
  test('are written in one unit', () => {
    expect([0, 500, 30_000, 600_000, 7_200_000, 172_800_000].map(formatStep)).toEqual([
      '0',
      '500\u00a0ms',
      '30s',
      '10m',
      '2h',
      '2d',
    ]);
  });
});

test('an axis always covers its values in few, even steps', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e13, noNaN: true }), (top) => {
      for (const scale of [countScale(top), durationScale(top)]) {
        expect(scale.max).toBeGreaterThanOrEqual(top);
        expect(scale.ticks[0]).toBe(0);
        expect(scale.ticks.at(-1)).toBe(scale.max);
        expect(scale.ticks.length).toBeLessThanOrEqual(6);
        expect(scale.ticks.length).toBeGreaterThanOrEqual(2);
      }
    }),
  );
});

test('labels keep their distance and the newest place has one', () => {
  expect(labelledPlaces(30, 500, 60)).toEqual([1, 5, 9, 13, 17, 21, 25, 29]);
  expect(labelledPlaces(2, 500, 60)).toEqual([0, 1]);
  expect(labelledPlaces(0, 500, 60)).toEqual([]);
  expect(labelledPlaces(5, 10, 60)).toEqual([4]);
});
