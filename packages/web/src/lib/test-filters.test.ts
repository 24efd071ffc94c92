import { expect, test } from 'vitest';
import { readTestFilters, withTag } from './test-filters.ts';

test('an address narrows the tests; what is not understood is dropped', () => {
  expect(
    readTestFilters({
      test: 'order',
      tag: ['Smoke', 'smoke', '', '<b>'],
      withoutTag: 'slow',
      status: 'failed',
      x: '1',
    }),
  ).toEqual({ test: 'order', tag: ['smoke'], withoutTag: ['slow'], status: 'failed' });
  expect(readTestFilters({ status: 'sleeping', vanished: 'yes', tag: '?' })).toEqual({});
});

test('a tag is wanted or unwanted, never both', () => {
  const wanted = withTag({ withoutTag: ['slow', 'ui'] }, 'slow', 'with');
  expect(wanted).toEqual({ tag: ['slow'], withoutTag: ['ui'] });
  expect(withTag(wanted, 'slow', 'without')).toEqual({ tag: undefined, withoutTag: ['ui', 'slow'] });
  expect(withTag(wanted, 'slow', 'any')).toEqual({ tag: undefined, withoutTag: ['ui'] });
});
