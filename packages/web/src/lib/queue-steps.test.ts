import { expect, test } from 'vitest';
import { stepLabel, stepRange } from './queue-steps.ts';

const every = (hours: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ at: new Date(Date.UTC(2026, 10, 1, index * hours)).toISOString() }));

test('a step leads to its own time and no further', () => {
  expect(stepRange(every(4, 6), 5)).toBe('2026-11-01T20:00:00.000Z..2026-11-02T00:00:00.000Z');
  expect(stepRange(every(4, 1), 0)).toBeUndefined();
});

test('a month is labelled by days, a day by times', () => {
  const month = every(4, 180);
  expect(stepLabel(month[90]?.at ?? '', month)).toMatch(/^\d+ Nov$/);
  const day = every(1, 24);
  expect(stepLabel(day[12]?.at ?? '', day)).toMatch(/^\d\d:\d\d$/);
});
