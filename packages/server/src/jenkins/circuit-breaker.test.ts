import { expect, test } from 'vitest';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { connectionProblem } from './connection-problem.ts';

const unreachable = connectionProblem('unreachable');

function createRig() {
  const clock = new ManualClock(0);
  return { clock, breaker: createCircuitBreaker(clock) };
}

test('opens after five failures in a row, for 30 s, and then asks for a probe', async () => {
  const { clock, breaker } = createRig();
  for (let failure = 0; failure < 4; failure += 1) breaker.fail(unreachable);
  breaker.succeed();
  for (let failure = 0; failure < 4; failure += 1) breaker.fail(unreachable);
  expect(breaker.admit()).toEqual({ kind: 'go' });
  breaker.fail(unreachable);
  expect(breaker.admit()).toEqual({ kind: 'no', problem: { ...unreachable, retryAfterMs: 30_000 } });
  await clock.advance(29_999);
  expect(breaker.admit()).toEqual({ kind: 'no', problem: { ...unreachable, retryAfterMs: 1 } });
  await clock.advance(1);
  expect(breaker.admit()).toEqual({ kind: 'probe' });
  breaker.succeed();
  expect(breaker.admit()).toEqual({ kind: 'go' });
});

test('doubles its pause with each failed probe, up to ten minutes', async () => {
  const { clock, breaker } = createRig();
  for (let failure = 0; failure < 5; failure += 1) breaker.fail(unreachable);
  for (const seconds of [30, 60, 120, 240, 480, 600, 600]) {
    await clock.advance(seconds * 1_000 - 1);
    expect(breaker.admit().kind).toBe('no');
    await clock.advance(1);
    expect(breaker.admit().kind).toBe('probe');
    breaker.fail(unreachable);
  }
});

test('failures of requests that were under way when it opened do not prolong the pause', async () => {
  const { clock, breaker } = createRig();
  for (let failure = 0; failure < 9; failure += 1) breaker.fail(unreachable);
  await clock.advance(30_000);
  expect(breaker.admit()).toEqual({ kind: 'probe' });
});

test('stays shut after a refusal until a person acts, whatever comes in meanwhile', async () => {
  const { clock, breaker } = createRig();
  const unauthorized = connectionProblem('unauthorized');
  breaker.stop(unauthorized);
  breaker.succeed();
  await clock.advance(86_400_000);
  expect(breaker.admit()).toEqual({ kind: 'no', problem: unauthorized });
});

test('a starting controller is waited for 15 s, doubling to two minutes, and is no failure', async () => {
  const { clock, breaker } = createRig();
  const starting = connectionProblem('unavailable');
  for (const seconds of [15, 30, 60, 120, 120]) {
    expect(breaker.admit()).toEqual({ kind: 'go' });
    breaker.wait(starting);
    breaker.wait(starting);
    expect(breaker.admit()).toEqual({ kind: 'no', problem: { ...starting, retryAfterMs: seconds * 1_000 } });
    await clock.advance(seconds * 1_000);
  }
  for (let failure = 0; failure < 4; failure += 1) breaker.fail(unreachable);
  expect(breaker.admit()).toEqual({ kind: 'go' });
});
