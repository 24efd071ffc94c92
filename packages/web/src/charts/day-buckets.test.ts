import { expect, test } from 'vitest';
import { bucketTitle, type DayGroup, dayBuckets } from './day-buckets.ts';

const none = { avg: null, p50: null, p90: null, p95: null, max: null };
const dayAt = (index: number): DayGroup => ({
  key: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
  label: '',
  builds: 3,
  byResult: { SUCCESS: 1, UNSTABLE: 0, FAILURE: 2, ABORTED: 0, NOT_BUILT: 0 },
  successRate: 1 / 3,
  duration: none,
  queueTime: { avg: null, p50: null, p95: null },
  tests: { total: 0, passed: 0, failed: 0, skipped: 0, passRate: null },
  minutesBurnt: 0,
});
const days = (count: number) => Array.from({ length: count }, (_, index) => dayAt(index));

test('a month stays days', () => {
  const buckets = dayBuckets(days(30));
  expect(buckets).toHaveLength(30);
  expect(buckets[0]).toMatchObject({ firstDay: '2026-01-01', lastDay: '2026-01-01', builds: 3 });
});

test('a year becomes weeks that end with the newest day, and loses nothing', () => {
  const buckets = dayBuckets(days(365));
  expect(buckets).toHaveLength(53);
  expect(buckets.at(-1)).toMatchObject({ firstDay: '2026-12-25', lastDay: '2026-12-31', builds: 21 });
  expect(buckets[0]).toMatchObject({ firstDay: '2026-01-01', lastDay: '2026-01-01' });
  expect(buckets.reduce((sum, bucket) => sum + bucket.byResult.FAILURE, 0)).toBe(730);
});

test('titles', () => {
  expect(bucketTitle({ firstDay: '2026-11-24', lastDay: '2026-11-24' })).toBe('Tue 24 Nov');
  expect(bucketTitle({ firstDay: '2026-11-18', lastDay: '2026-11-24' })).toBe('Wed 18 Nov to Tue 24 Nov');
  expect(dayBuckets([])).toEqual([]);
});
