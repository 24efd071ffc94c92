import { expect, test } from 'vitest';
import { buildVerdict } from './verdict.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const base = {
  result: 'FAILURE' as const,
  building: false,
  duration: 184_000,
  estimatedDuration: null,
  timestamp: '2026-11-24T11:50:00Z',
  tests: null,
  stages: [],
};

test('a failure names its stage', () => {
  const stages = [
    { name: 'Build', duration: 1, result: 'SUCCESS' },
    { name: 'Test', duration: 1, result: 'FAILURE' },
  ];
  expect(plain(buildVerdict({ ...base, stages }, now))).toBe('Failed in Test after 3m 04s');
  expect(plain(buildVerdict(base, now))).toBe('Failed after 3m 04s');
});

test('tests are summed up', () => {
  const tests = { total: 1240, passed: 1236, failed: 3, skipped: 1 };
  expect(plain(buildVerdict({ ...base, result: 'UNSTABLE', tests }, now))).toBe(
    'Unstable after 3m 04s · 3 of 1 240 tests failed',
  );
  expect(plain(buildVerdict({ ...base, result: 'SUCCESS', tests: { ...tests, failed: 0 } }, now))).toBe(
    'Passed in 3m 04s · 1 240 tests ran, none failed',
  );
});

test('a running build says how long it has and needs', () => {
  const run = { ...base, result: null, building: true, duration: null };
  expect(plain(buildVerdict({ ...run, estimatedDuration: 900_000 }, now))).toBe(
    'Running for 10m 00s, about 5 min left',
  );
  expect(plain(buildVerdict({ ...run, estimatedDuration: 300_000 }, now))).toBe(
    'Running for 10m 00s, 5 min longer than usual',
  );
  expect(plain(buildVerdict(run, now))).toBe('Running for 10m 00s');
});
