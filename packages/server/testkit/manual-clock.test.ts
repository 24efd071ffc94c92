import { expect, test } from 'vitest';
import { ManualClock } from './manual-clock.ts';

test('wakes sleepers in the order in which they are due, each seeing its own time', async () => {
  const clock = new ManualClock(1000);
  const seen: [string, number][] = [];
  const note = (name: string, ms: number) => clock.sleep(ms).then(() => seen.push([name, clock.nowMs()]));
  note('late', 30);
  note('early', 10);
  note('early too', 10);
  await clock.advance(20);
  expect(seen).toEqual([
    ['early', 1010],
    ['early too', 1010],
  ]);
  expect(clock.nowMs()).toBe(1020);
  await clock.advanceTo(1030);
  expect(seen.at(-1)).toEqual(['late', 1030]);
});

test('a loop that sleeps again is woken as often as fits into the advance', async () => {
  const clock = new ManualClock(0);
  let rounds = 0;
  const stop = new AbortController();
  const loop = (async () => {
    while (!stop.signal.aborted) {
      await clock.sleep(10, stop.signal);
      rounds++;
    }
  })();
  await clock.advance(100);
  expect(rounds).toBe(10);
  stop.abort();
  await loop;
  expect(clock.sleeping).toBe(0);
});

test('waits for the code under test to come to rest', async () => {
  const clock = new ManualClock(0);
  let isAwake = false;
  setImmediate(() => clock.sleep(5000).then(() => (isAwake = true)));
  await clock.advanceToNext();
  expect([isAwake, clock.nowMs()]).toEqual([true, 5000]);
});
