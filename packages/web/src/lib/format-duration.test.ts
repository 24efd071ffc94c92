import { expect, test } from 'vitest';
import { formatDuration, formatSpan } from './format-duration.ts';

const plain = (text: string) => text.replace(/\u00a0/g, ' ');

test.each([
  [0, '0 ms'],
  [420, '420 ms'],
  [999, '999 ms'],
  [999.7, '1s'],
  [4200, '4.2s'],
  [9_960, '10s'],
  [42_000, '42s'],
  [59_600, '1m 00s'],
  [184_000, '3m 04s'],
  [3_599_600, '1h 00m'],
  [4_320_000, '1h 12m'],
  [86_399_999, '1d 00h'],
  [187_200_000, '2d 04h'],
])('%d ms reads %s', (ms, text) => {
  expect(plain(formatDuration(ms))).toBe(text);
});

test('an unknown duration is a dash', () => {
  expect(formatDuration(null)).toBe('—');
  expect(formatDuration(Number.NaN)).toBe('—');
});

test.each([
  [6_000, '6 s'],
  [359_000, '6 min'],
  [3 * 3_600_000, '3 h'],
  [3 * 86_400_000, '3 d'],
  [90 * 86_400_000, '3 mo'],
  [800 * 86_400_000, '2 y'],
])('a span of %d ms reads %s', (ms, text) => {
  expect(plain(formatSpan(ms))).toBe(text);
});
