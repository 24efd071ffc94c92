import { expect, test } from 'vitest';
import { areaPath, linePath, lonePoints } from './line-path.ts';

const points = [
  { x: 0, y: 10 },
  { x: 10, y: 4.26 },
  { x: 20, y: null },
  { x: 30, y: 7 },
  { x: 40, y: null },
];

test('a line breaks where nothing is known', () => {
  expect(linePath(points)).toBe('M0 10L10 4.3');
  expect(areaPath(points, 20)).toBe('M0 20L0 10L10 4.3L10 20Z');
});

test('a value between two gaps is a dot', () => {
  expect(lonePoints(points)).toEqual([{ x: 30, y: 7 }]);
  expect(linePath([{ x: 0, y: null }])).toBe('');
});
