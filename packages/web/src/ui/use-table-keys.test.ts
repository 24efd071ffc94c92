import { expect, test } from 'vitest';
import { tableMove } from './use-table-keys.ts';

test('letters always move, arrows only from a row', () => {
  expect(['j', 'k', 'n', 'p'].map((key) => tableMove(key, false))).toEqual(['down', 'up', 'next', 'previous']);
  expect([tableMove('ArrowDown', true), tableMove('ArrowUp', true)]).toEqual(['down', 'up']);
  expect([tableMove('ArrowDown', false), tableMove('Enter', true), tableMove('J', true)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
