import { expect, test } from 'vitest';
import { moveInList } from './use-list-navigation.ts';

test('arrows go round, Home and End jump', () => {
  expect([0, 1, 2].map((at) => moveInList('ArrowDown', at, 3))).toEqual([1, 2, 0]);
  expect([0, 1, 2].map((at) => moveInList('ArrowUp', at, 3))).toEqual([2, 0, 1]);
  expect([moveInList('Home', 2, 3), moveInList('End', 0, 3)]).toEqual([0, 2]);
});

test('up from nowhere starts at the end, down at the beginning', () => {
  expect(moveInList('ArrowUp', -1, 3)).toBe(2);
  expect(moveInList('ArrowDown', -1, 3)).toBe(0);
});

test('an empty list and other keys do not move', () => {
  expect(moveInList('ArrowDown', -1, 0)).toBeUndefined();
  expect(moveInList('a', 0, 3)).toBeUndefined();
});
