import { expect, it } from 'vitest';
import { silenceOf } from './silence.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const nightly = Array.from({ length: 20 }, (_, night) => night * dayMs);
const last = 19 * dayMs;

it('notices a nightly that did not run', () => {
  expect(silenceOf(nightly, last + 25 * hourMs)).toBeNull();
  expect(silenceOf(nightly, last + 37 * hourMs)).toEqual({ usualIntervalMs: dayMs, overdueMs: 13 * hourMs });
});

it('knows week-ends', () => {
  const workdays = nightly.filter((at) => (at / dayMs) % 7 < 5);
  const friday = 18 * dayMs;
  expect(
    silenceOf(
      workdays.filter((at) => at <= friday),
      friday + 3 * dayMs,
    ),
  ).toBeNull();
  expect(
    silenceOf(
      workdays.filter((at) => at <= friday),
      friday + 5 * dayMs,
    ),
  ).not.toBeNull();
});

it('says nothing of what never had a habit', () => {
  expect(silenceOf([0, dayMs, 2 * dayMs], 90 * dayMs)).toBeNull();
  expect(
    silenceOf(
      Array.from({ length: 8 }, (_, at) => at * 30 * dayMs),
      900 * dayMs,
    ),
  ).toBeNull();
});

it('does not wake anybody for a minute', () => {
  const often = Array.from({ length: 20 }, (_, at) => at * 60_000);
  expect(silenceOf(often, 19 * 60_000 + hourMs)).toBeNull();
  expect(silenceOf(often, 19 * 60_000 + 2 * hourMs)).not.toBeNull();
});
