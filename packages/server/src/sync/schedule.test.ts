import { expect, it } from 'vitest';
import type { Clock } from '../core/clock.ts';
import type { Pass } from './runner-context.ts';
import { Schedule } from './schedule.ts';

/** Time that moves on as soon as somebody sleeps: to the end of the sleep. */
function leapingClock(): Clock & { nowMs(): number } {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    async sleep(ms, signal) {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted !== true) nowMs += ms;
    },
  };
}

it('starts passes when they are due, and a pass no more often at once than its width', async () => {
  const clock = leapingClock();
  const stopping = new AbortController();
  const starts: string[] = [];
  let running = 0;
  let most = 0;
  let left = 6;
  const periodic: Pass & { dueMs: number } = {
    name: 'periodic',
    width: 1,
    dueMs: 0,
    dueAtMs: () => periodic.dueMs,
    async run() {
      starts.push(`periodic ${clock.nowMs()}`);
      periodic.dueMs = clock.nowMs() + 1_000;
      if (clock.nowMs() >= 3_000) stopping.abort();
    },
  };
  const wide: Pass = {
    name: 'wide',
    width: 2,
    dueAtMs: () => (left > 0 ? 0 : null),
    async run() {
      left -= 1;
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    },
  };
  const schedule = new Schedule({ clock, signal: stopping.signal });
  await schedule.run([periodic, wide]);
  expect(starts).toHaveLength(4);
  expect([left, most, running]).toEqual([0, 2, 0]);
});

it('ends with what a pass throws, after the others have ended', async () => {
  const clock = leapingClock();
  let hasEnded = false;
  let isDue = true;
  const failing: Pass = {
    name: 'failing',
    width: 1,
    dueAtMs: () => 0,
    run: () => Promise.reject(new Error('a defect')),
  };
  const slow: Pass = {
    name: 'slow',
    width: 1,
    dueAtMs: () => (isDue ? 0 : null),
    async run() {
      isDue = false;
      for (let turns = 0; turns < 5; turns += 1) await new Promise((resolve) => setImmediate(resolve));
      hasEnded = true;
    },
  };
  const schedule = new Schedule({ clock, signal: new AbortController().signal });
  await expect(schedule.run([slow, failing])).rejects.toThrow('a defect');
  expect(hasEnded).toBe(true);
});
