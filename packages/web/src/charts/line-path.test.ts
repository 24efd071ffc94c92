import { expect, test } from 'vitest';
import { areaPath, isSparse, knownPoints, linePath } from './line-path.ts';

const points = [
  { x: 0, y: 10 },
  { x: 10, y: 4.26 },
  { x: 20, y: null },
  { x: 30, y: 7 },
];

test('a line passes over places without a value', () => {
  const known = knownPoints(points);
  expect(known).toHaveLength(3);
  expect(linePath(known)).toBe('M0 10L10 4.3L30 7');
  expect(areaPath(known, 20)).toBe('M0 20L0 10L10 4.3L30 7L30 20Z');
});

test('a single value is no line', () => {
  expect(linePath([{ x: 30, y: 7 }])).toBe('');
  expect(areaPath([], 20)).toBe('');
});

test('points are shown where few are known', () => {
  expect(isSparse(points)).toBe(false);
  expect(isSparse([...points, { x: 40, y: null }, { x: 50, y: null }])).toBe(true);
  expect(isSparse([{ x: 0, y: 1 }])).toBe(true);
  const crowded = Array.from({ length: 365 }, (_, index) => ({ x: index * 1.2, y: index > 300 ? 1 : null }));
  expect(isSparse(crowded)).toBe(false);
});
