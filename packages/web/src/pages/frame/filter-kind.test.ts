import { expect, test } from 'vitest';
import { filterControls } from './filter-kind.ts';

const filters = { instance: ['A', 'B'], folder: '/x', q: 'y', branch: 'main', range: '7d' };

test('counts what the page shows, the date range aside', () => {
  expect(filterControls('all', filters).count).toBe(4);
  expect(filterControls('builds', filters).count).toBe(1);
  expect(filterControls('range', filters).count).toBe(0);
});

test('clears what the page shows and nothing else', () => {
  expect({ ...filters, ...filterControls('builds', filters).cleared }).toEqual({
    ...filters,
    branch: undefined,
    result: undefined,
  });
  expect({ ...filters, ...filterControls('all', filters).cleared }).toMatchObject({ range: '7d', instance: undefined });
});
