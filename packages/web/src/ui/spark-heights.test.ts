import { expect, test } from 'vitest';
import { barHeights } from './spark-heights.ts';

const of = (...durations: (number | null)[]) => barHeights(durations.map((duration) => ({ duration })));

test('bars follow the duration, and never vanish', () => {
  expect(of(50, 100, 1)).toEqual([0.5, 1, 0.12]);
  expect(of(null, 100)).toEqual([0.12, 1]);
  expect(of(0, 0)).toEqual([0.12, 0.12]);
  expect(of()).toEqual([]);
});

test('one build that hung does not press the others flat', () => {
  const heights = of(...Array.from({ length: 19 }, () => 100), 90_000);
  expect(heights[0]).toBeCloseTo(1 / 1.5);
  expect(heights.at(-1)).toBe(1);
});
