import { expect, test } from 'vitest';
import { readBuildReference } from './build-reference.ts';

test.each([
  ['b_1x', 'b_1x'],
  [' https://butler.example.com/builds/b_9z?tab=tests#L4 ', 'b_9z'],
  ['/builds/b_9z', 'b_9z'],
  ['#812', undefined],
  ['/builds/compare?a=b_1', undefined],
  ['', undefined],
])('%s names %s', (text, id) => {
  expect(readBuildReference(text)).toBe(id);
});
