import { expect, test } from 'vitest';
import { dayMs } from '../core/calendar.ts';
import { failedWork } from './deep-failure.ts';
import { SlowJobs } from './slow-jobs.ts';

test('three retries further and further apart, a try a day for a week, then none', () => {
  const outcomes = Array.from({ length: 12 }, (_, attempts) => failedWork({ kind: 'log', attempts }, 'why', 1_000));
  expect(outcomes.map((one) => [one.outcome, 'retryAtMs' in one ? (one.retryAtMs ?? 0) - 1_000 : null])).toEqual([
    ['failed', 60_000],
    ['failed', 600_000],
    ['failed', 3_600_000],
    ...Array.from({ length: 7 }, () => ['parked', dayMs]),
    ['parked', null],
    ['parked', null],
  ]);
});

test('jobs with slow stages are left alone for pauses that double up to a day, until one comes in time', () => {
  const slow = new SlowJobs();
  const pauses = Array.from({ length: 10 }, () => {
    slow.note(7, true, 0);
    return slow.untilMs(7);
  });
  expect(pauses.slice(0, 3)).toEqual([600_000, 1_200_000, 2_400_000]);
  expect(pauses.at(-1)).toBe(dayMs);
  expect(slow.untilMs(8)).toBe(0);
  slow.note(7, false, 0);
  expect(slow.untilMs(7)).toBe(0);
});
