import { expect, test } from 'vitest';
import { cloudTop, nearestPoint, timeTicks } from './scatter-scale.ts';

test('a few odd values do not press all others to the floor', () => {
  const usual = Array.from({ length: 200 }, (_, index) => 100 + (index % 10));
  expect(cloudTop(usual)).toBe(109);
  expect(cloudTop([...usual, 5_000])).toBeCloseTo(109 * 1.4);
  expect(cloudTop([])).toBe(0);
});

test('the nearest point within reach is found', () => {
  const places = [
    { x: 0, y: 0 },
    { x: 10, y: 10 },
  ];
  expect(nearestPoint(places, { x: 8, y: 8 }, 20)).toBe(1);
  expect(nearestPoint(places, { x: 100, y: 100 }, 20)).toBe(-1);
});

test('ticks reach from one end to the other', () => {
  expect(timeTicks({ fromMs: 0, toMs: 10 }, 3)).toEqual([0, 5, 10]);
  expect(timeTicks({ fromMs: 4, toMs: 4 }, 3)).toEqual([4]);
});
