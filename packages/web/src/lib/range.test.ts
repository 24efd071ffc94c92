import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { daysRange, rangeDays, rangeLabel, rangePhrase, rangeReaching, rangeShortLabel, readRange } from './range.ts';

beforeAll(() => vi.stubEnv('TZ', 'Europe/Berlin'));
afterAll(() => vi.unstubAllEnvs());

describe('reading', () => {
  test('takes names and pairs of instants', () => {
    expect(readRange('7d')).toBe('7d');
    const pair = '2026-11-01T00:00:00Z..2026-11-02T00:00:00Z';
    expect(readRange(pair)).toBe(pair);
  });
  test.each(['8d', '', '2026-11-02T00:00:00Z..2026-11-01T00:00:00Z', 'a..b', 7, undefined])('refuses %s', (text) => {
    expect(readRange(text)).toBeUndefined();
  });
});

describe('whole days in the viewer zone', () => {
  test('one day is from midnight to midnight', () => {
    expect(daysRange('2026-11-24', '2026-11-24')).toBe('2026-11-23T23:00:00.000Z..2026-11-24T23:00:00.000Z');
  });
  test('the day clocks go back has 25 hours', () => {
    expect(daysRange('2026-10-25', '2026-10-25')).toBe('2026-10-24T22:00:00.000Z..2026-10-25T23:00:00.000Z');
  });
  test('reversed or unreadable days are no range', () => {
    expect(daysRange('2026-11-24', '2026-11-23')).toBeUndefined();
    expect(daysRange('', '2026-11-23')).toBeUndefined();
  });
  test('and back again', () => {
    const range = daysRange('2026-11-03', '2026-11-09') ?? '';
    expect(rangeDays(range, 0)).toEqual({ first: '2026-11-03', last: '2026-11-09' });
    expect(rangeDays('7d', Date.parse('2026-11-24T12:00:00Z'))).toEqual({ first: '2026-11-17', last: '2026-11-24' });
  });
});

describe('words', () => {
  test('a named range', () => {
    expect(rangeLabel('30d')).toBe('Last 30 days');
    expect(rangePhrase('24h')).toBe('in the last 24 hours');
  });
  test('custom ranges by their days', () => {
    expect(rangeLabel(daysRange('2026-11-03', '2026-11-03') ?? '')).toBe('3 Nov 2026');
    expect(rangePhrase(daysRange('2026-11-03', '2026-11-09') ?? '')).toBe('from 3 Nov 2026 to 9 Nov 2026');
  });
});

test('the smallest range that reaches an instant', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');
  expect(rangeReaching('2026-11-24T06:00:00Z', now)).toBe('24h');
  expect(rangeReaching('2026-10-20T06:00:00Z', now)).toBe('60d');
  expect(rangeReaching('2020-10-20T06:00:00Z', now)).toBeUndefined();
});

test('a button says a range in few letters, the year only when it is another one', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');
  const days = (first: string, last: string) => rangeShortLabel(daysRange(first, last) ?? '', now);
  expect(rangeShortLabel('7d', now)).toBe('Last 7 days');
  expect(days('2026-11-03', '2026-11-03')).toBe('3 Nov');
  expect(days('2026-11-01', '2026-11-10')).toBe('1–10 Nov');
  expect(days('2026-10-28', '2026-11-03')).toBe('28 Oct – 3 Nov');
  expect(days('2025-12-30', '2026-01-02')).toBe('30 Dec 2025 – 2 Jan 2026');
  expect(days('2025-11-01', '2025-11-10')).toBe('1–10 Nov 2025');
});
