import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const nowMs = Date.UTC(2026, 0, 5, 9);

test.each([
  ['30', 30_000],
  [' 120 ', 120_000],
  ['0', 1_000],
  ['86400', 600_000],
  [new Date(nowMs + 45_000).toUTCString(), 45_000],
  [new Date(nowMs - 45_000).toUTCString(), 1_000],
  ['soon', undefined],
  ['', undefined],

  [undefined, undefined],
])('%j means %j ms', (header, ms) => {
  expect(retryAfterMs(header, nowMs)).toBe(ms);
});
