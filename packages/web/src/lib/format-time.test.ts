import { describe, expect, test } from 'vitest';
import { formatDay, formatExact, formatLongDay, formatMoment, formatRelative } from './format-time.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('relative time', () => {
  test.each([
    ['2026-11-24T11:59:55Z', 'just now'],
    ['2026-11-24T11:54:00Z', '6 min ago'],
    ['2026-11-24T09:00:00Z', '3 h ago'],
    ['2026-11-21T12:00:00Z', '3 d ago'],
    ['2026-11-24T12:05:00Z', 'in 5 min'],
  ])('%s is %s', (instant, text) => {
    expect(plain(formatRelative(instant, now))).toBe(text);
  });
  test('nothing is a dash', () => {
    expect(formatRelative(null, now)).toBe('—');
    expect(formatRelative('soon', now)).toBe('—');
  });
});

test('exact time is in the asked zone', () => {
  expect(plain(formatExact('2026-11-24T12:00:07Z', 'Asia/Tokyo'))).toBe('Tue 24 Nov 2026, 21:00:07 GMT+9');
  expect(formatExact(null)).toBe('—');
});

test('day keys are read without a zone', () => {
  expect(formatDay('2026-11-24')).toBe('24 Nov');
  expect(formatLongDay('2026-11-24')).toBe('Tue 24 Nov');
  expect(formatDay('not a day')).toBe('not a day');
});

test('a moment in short', () => {
  expect(formatMoment('2026-11-24T13:31:07Z', 'Europe/Berlin')).toBe('24 Nov, 14:31');
  expect(formatMoment(null)).toBe('—');
  expect(formatMoment('nonsense')).toBe('—');
});
