import { expect, test } from 'vitest';
import { formatRate } from './present.ts';

test.each([
  [null, '—'],
  [0, '0.0 %'],
  [0.0004, '< 0.1 %'],
  [0.942, '94.2 %'],
  [0.99949, '99.9 %'],
  [0.9999, '> 99.9 %'],
  [1, '100.0 %'],
])('a share of %f is shown as %s', (rate, text) => {
  expect(formatRate(rate)).toBe(text);
});
