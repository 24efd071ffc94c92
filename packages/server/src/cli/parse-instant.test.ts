import { expect, test } from 'vitest';
import { parseInstant } from './parse-instant.ts';

const now = { nowMs: Date.parse('2026-11-24T12:00:00Z'), flag: '--since' };

test.each([
  ['30m', '2026-11-24T11:30:00.000Z'],
  ['36h', '2026-11-23T00:00:00.000Z'],
  ['2w', '2026-11-10T12:00:00.000Z'],
  ['2026-11-20', '2026-11-20T00:00:00.000Z'],
  ['2026-11-20T08:00+02:00', '2026-11-20T06:00:00.000Z'],
])('reads %s', (text, expected) => {
  expect(parseInstant(text, now)).toBe(expected);
});

test.each(['', 'yesterday', '2026-13-01', '2026-11-20T08:00:00', '-1d', '1.5h', '999999w'])('refuses "%s"', (text) => {
  expect(() => parseInstant(text, now)).toThrow(`--since "${text}" is not a point in time.`);
});
