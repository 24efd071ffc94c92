import { expect, test } from 'vitest';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { createLimiter, type Ticket, type Turn } from './limiter.ts';
import { paceLimits } from './pace-limits.ts';

const limits = { requestsPerSecond: 5, loadsPerSecond: 200, mostInFlight: 6 };

/** Sends tickets, each leaving as soon as it has its turn, and notes when they started. */
function createRig(given = limits) {
  const clock = new ManualClock(0);
  const limiter = createLimiter(given, clock);
  const starts: { name: string; atMs: number }[] = [];
  const send = async (name: string, ticket: Partial<Ticket> = {}) => {
    const turn = await limiter.enter({ urgency: 'live', loads: 0, kind: 'x', ...ticket });
    if (turn === null) return;
    starts.push({ name, atMs: clock.nowMs() });
    turn.leave('answered');
  };
  const hold = (ticket: Partial<Ticket> = {}): Promise<Turn | null> =>
    limiter.enter({ urgency: 'live', loads: 0, kind: 'x', ...ticket });
  const within = (fromMs: number, toMs: number) => starts.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).length;
  return { clock, limiter, starts, send, hold, within };
}

test('no second ever holds more requests than allowed', async () => {
  const { clock, starts, send, within } = createRig();
  for (let index = 0; index < 40; index += 1) void send(`${index}`);
  await clock.advance(10_000);
  expect(starts).toHaveLength(40);
  for (const { atMs } of starts) expect(within(atMs, atMs + 1_000)).toBeLessThanOrEqual(5);
  expect(starts.at(-1)?.atMs).toBe(7_000);
});

test('record loads are paid for before more are spent, without a burst at the start', async () => {
  const { clock, starts, send } = createRig();
  for (let index = 0; index < 6; index += 1) void send(`${index}`, { loads: 100 });
  await clock.advance(10_000);
  expect(starts.map(({ atMs }) => atMs)).toEqual([0, 500, 1_000, 1_500, 2_000, 2_500]);
});

test('requests without loads pass those that wait for loads', async () => {
  const { clock, starts, send } = createRig();
  void send('heavy', { loads: 400 });
  void send('heavy too', { loads: 1 });
  void send('light');
  await clock.advance(2_000);
  expect(starts).toEqual([
    { name: 'heavy', atMs: 0 },
    { name: 'light', atMs: 0 },
    { name: 'heavy too', atMs: 2_000 },
  ]);
});

test('background work gets half of both budgets, and live work goes first', async () => {
  const { clock, starts, send } = createRig();
  for (let index = 0; index < 20; index += 1) void send(`b${index}`, { urgency: 'background' });
  await clock.advance(3_999);
  expect(starts).toHaveLength(10);
  void send('live');
  await clock.advance(1);
  expect(starts.at(10)?.name).toBe('live');
  const loads = createRig();
  for (let index = 0; index < 4; index += 1) void loads.send(`${index}`, { urgency: 'background', loads: 100 });
  await loads.clock.advance(10_000);
  expect(loads.starts.map(({ atMs }) => atMs)).toEqual([0, 1_000, 2_000, 3_000]);
});

test('background work that waits for long is not starved by live work', async () => {
  const { clock, starts, send } = createRig();
  let isOver = false;
  const flood = async () => {
    while (!isOver) await send('live');
  };
  const floods = Array.from({ length: 20 }, flood);
  await clock.advance(100);
  void send('background', { urgency: 'background' });
  await clock.advance(9_000);
  expect(starts.some(({ name }) => name === 'background')).toBe(false);
  await clock.advance(3_000);
  expect(starts.some(({ name }) => name === 'background')).toBe(true);
  isOver = true;
  await clock.advance(10_000);
  await Promise.all(floods);
});

test('only as many are in flight as the window allows, background at most half', async () => {
  const { clock, limiter, hold } = createRig();
  expect(limiter.window()).toBe(2);
  const first = await hold({ urgency: 'background' });
  let hasSecond = false;
  const second = hold({ urgency: 'background' }).then((turn) => {
    hasSecond = true;
    return turn;
  });
  const live = await hold();
  await clock.advance(60_000);
  expect(hasSecond).toBe(false);
  first?.leave('answered');
  (await second)?.leave('answered');
  live?.leave('answered');
});

test('the window grows by one after 20 brisk answers up to the most, and halves under strain', async () => {
  const { clock, limiter, send, hold } = createRig({ ...limits, requestsPerSecond: 1_000 });
  for (let index = 0; index < 40; index += 1) await send(`${index}`);
  expect(limiter.window()).toBe(4);
  for (let index = 0; index < 200; index += 1) await send(`${index}`);
  expect(limiter.window()).toBe(6);
  const [one, other] = [await hold(), await hold()];
  await clock.advance(100);
  one?.leave('overloaded');
  expect(limiter.window()).toBe(3);
  other?.leave('overloaded');
  expect(limiter.window()).toBe(3);
  for (let index = 0; index < 4; index += 1) {
    const turn = await hold();
    await clock.advance(10);
    turn?.leave('overloaded');
  }
  expect(limiter.window()).toBe(1);
});

test('answers that get slow against their own kind halve the window; another kind has its own measure', async () => {
  const { clock, limiter, hold } = createRig({ ...limits, requestsPerSecond: 1_000 });
  const take = async (kind: string, ms: number) => {
    const turn = await hold({ kind });
    await clock.advance(ms);
    turn?.leave('answered');
  };
  for (let index = 0; index < 40; index += 1) await take('fast', 20);
  expect(limiter.window()).toBe(4);
  for (let index = 0; index < 20; index += 1) await take('slow by nature', 2_000);
  expect(limiter.window()).toBe(5);
  await take('fast', 500);
  expect(limiter.window()).toBe(5);
  await take('fast', 500);
  expect(limiter.window()).toBe(2);
});

test('a pause that the controller asked for stops everything until it is over', async () => {
  const { clock, limiter, starts, send } = createRig();
  limiter.pause(30_000);
  void send('waiting');
  await clock.advance(29_999);
  expect(starts).toEqual([]);
  expect(limiter.pausedForMs()).toBe(1);
  await clock.advance(1);
  expect(starts).toEqual([{ name: 'waiting', atMs: 30_000 }]);
});

test('after a restart of the controller a quarter of the budget is left for ten minutes', async () => {
  const { clock, limiter, send, within } = createRig();
  limiter.slowDown();
  for (let index = 0; index < 900; index += 1) void send(`${index}`);
  await clock.advance(610_000);
  expect(within(0, 4_000)).toBe(5);
  expect(within(590_000, 598_000)).toBe(10);
  expect(within(604_000, 608_000)).toBe(20);
});

test('background requests may keep the controller busy for so long a minute only', async () => {
  const { clock, hold } = createRig({ requestsPerSecond: 1_000, loadsPerSecond: 1_000, mostInFlight: 1 });
  const startedAtMs: number[] = [];
  for (let index = 0; index < 4; index += 1) {
    const turning = hold({ urgency: 'background' });
    while ((await Promise.race([turning, clock.sleep(0).then(() => 'waiting')])) === 'waiting')
      await clock.advance(500);
    const turn = await turning;
    startedAtMs.push(clock.nowMs());
    await clock.advance(10_000);
    turn?.leave('answered');
  }
  expect(startedAtMs.slice(0, 2)).toEqual([0, 10_000]);
  expect(startedAtMs[2]).toBeGreaterThanOrEqual(70_000);
});

test('who gives up, and who waits when it is closed, gets no turn', async () => {
  const { limiter, hold } = createRig({ ...limits, mostInFlight: 1 });
  await hold();
  const giveUp = new AbortController();
  const given = hold({ signal: giveUp.signal });
  giveUp.abort();
  expect(await given).toBeNull();
  expect(await hold({ signal: giveUp.signal })).toBeNull();
  const waiting = hold();
  limiter.close();
  expect(await waiting).toBeNull();
  expect(await hold()).toBeNull();
});

test('counts the requests of the last minute', async () => {
  const { clock, limiter, send } = createRig();
  await send('one');
  await clock.advance(30_000);
  await send('two');
  expect(limiter.requestsPerMinute()).toBe(2);
  await clock.advance(30_000);
  expect(limiter.requestsPerMinute()).toBe(1);
});

test('limits that are practically none never wait', async () => {
  for (const most of [Number.POSITIVE_INFINITY, 1e9]) {
    const { starts, send } = createRig({ requestsPerSecond: most, loadsPerSecond: most, mostInFlight: 6 });
    for (let index = 0; index < 500; index += 1) await send(`${index}`, { loads: 100 });
    expect(starts).toHaveLength(500);
  }
});

test('the paces allow 100, 200 and 1,000 loads a second, and no more than 5 requests a second by default', () => {
  expect(paceLimits.gentle.loadsPerSecond).toBe(100);
  expect(paceLimits.normal).toEqual({ requestsPerSecond: 5, loadsPerSecond: 200, mostInFlight: 6 });
  expect(paceLimits.fast.loadsPerSecond).toBe(1_000);
});
