import type { Figures, Metrics } from '@buildbutler/contract';
import { expect, test } from 'vitest';
import { comparableMetrics } from './comparable-metrics.ts';

const figures = (builds: number): Figures => ({
  builds,
  byResult: { SUCCESS: builds, UNSTABLE: 0, FAILURE: 0, ABORTED: 0, NOT_BUILT: 0 },
  successRate: null,
  duration: { avg: null, p50: null, p90: null, p95: null, max: null },
  queueTime: { avg: null, p50: null, p95: null },
  tests: { total: 0, passed: 0, failed: 0, skipped: 0, passRate: null },
  minutesBurnt: 0,
});

const metrics = (now: number, before?: number): Metrics => ({
  data: figures(now),
  ...(before === undefined ? {} : { previous: figures(before) }),
  groups: [],
  meta: { since: '', until: '', tz: 'UTC', group_by: null },
});

test.each([
  [6_932, 2, false],
  [6_932, 346, false],
  [6_932, 347, true],
  [3, 1, true],
  [0, 0, true],
])('%i builds against %i before: comparable %s', (now, before, isComparable) => {
  expect(comparableMetrics(metrics(now, before)).previous !== undefined).toBe(isComparable);
});

test('nothing before stays nothing', () => {
  expect(comparableMetrics(metrics(5))).toEqual(metrics(5));
});
