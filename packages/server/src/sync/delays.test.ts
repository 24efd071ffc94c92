import { expect, it } from 'vitest';
import { connectionProblem } from '../jenkins/connection-problem.ts';
import { backOffMs, nextLookMs, parkMs, pollDelayMs } from './delays.ts';

const middle = () => 0.5;
const rest = (code: 'unreachable' | 'unavailable', failures: number, intervalMs = 30_000) =>
  backOffMs(connectionProblem(code), { failures, intervalMs, random: middle }) / 1_000;

it('polls at the interval, spread by a tenth, and never more than a twentieth of the time', () => {
  expect(pollDelayMs({ intervalMs: 30_000, responseMs: 100, random: () => 0 })).toBe(27_000);
  expect(pollDelayMs({ intervalMs: 30_000, responseMs: 100, random: () => 1 })).toBe(33_000);
  expect(pollDelayMs({ intervalMs: 1_000, responseMs: 900, random: middle })).toBe(18_000);
});

it('tries again at the next poll first, then ever later, up to ten minutes', () => {
  expect([1, 2, 3, 4, 5, 6, 20].map((failures) => rest('unreachable', failures))).toEqual([
    30, 60, 120, 240, 480, 600, 600,
  ]);
  expect([1, 2, 7, 20].map((failures) => rest('unreachable', failures, 1_000))).toEqual([1, 2, 60, 60]);
});

it('waits for a controller that starts, up to two minutes', () => {
  expect([1, 2, 3, 4, 9].map((failures) => rest('unavailable', failures))).toEqual([15, 30, 60, 120, 120]);
});

it('honours what the controller asks for', () => {
  const problem = connectionProblem('rate_limited', undefined, { retryAfterMs: 300_000 });
  expect(backOffMs(problem, { failures: 1, intervalMs: 30_000, random: middle })).toBe(300_000);
});

it('looks again at builds and parked jobs with growing pauses', () => {
  expect([0, 1, 2, 3, 4, 13, 14, 99].map((looks) => nextLookMs(looks) / 1_000)).toEqual([
    2, 5, 15, 60, 60, 60, 300, 300,
  ]);
  expect([1, 2, 3, 4, 50].map((failures) => parkMs(failures) / 60_000)).toEqual([0.5, 2, 10, 60, 60]);
});
