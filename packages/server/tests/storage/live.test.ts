import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentState } from '../../src/core/agent.ts';
import { hourMs } from '../../src/core/calendar.ts';
import type { CollectionStore } from '../../src/storage/collection.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { readAgentIntervals, readAgents } from '../../src/storage/live/read-agents.ts';
import { readLoad } from '../../src/storage/live/read-load.ts';
import { readQueue, readQueueReasons, sumWaits } from '../../src/storage/live/read-queue.ts';
import type { QueueEntry } from '../../src/storage/live-step.ts';
import type { Store } from '../../src/storage/open-store.ts';
import { backEnds, type OpenedStore } from './back-ends.ts';
import { sampleAgent, sampleQueueEntry } from './deep-sample.ts';
import { sampleJob, sampleStep } from './sample.ts';

const start = Date.UTC(2026, 2, 10, 12);
const always = { sinceMs: 0, untilMs: Number.MAX_SAFE_INTEGER };

describe.each(backEnds)('live data on $name', ({ open }) => {
  let opened: OpenedStore;
  let store: Store;
  let collection: CollectionStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
    collection = createCollectionStore(store);
  });
  afterEach(() => opened.close());

  const seconds = (value: number) => start + value * 1_000;
  const look = (atSeconds: number, part: { queue?: QueueEntry[]; agents?: AgentState[] }, connectionId = 1) =>
    collection.recordStep(sampleStep({ connectionId, atMs: seconds(atSeconds), ...part }));
  const version = async () =>
    (await store.db.selectFrom('counter').select('value').where('name', '=', 'data_version').executeTakeFirstOrThrow())
      .value;

  describe('the queue', () => {
    const item = (id: number, enteredAt: number, part: Partial<QueueEntry> = {}) =>
      sampleQueueEntry(id, { inQueueSinceMs: seconds(enteredAt), ...part });
    const quiet = (left: number) => ({ state: 'waiting', why: `In the quiet period. Expires in ${left} sec` }) as const;
    const offline = { state: 'buildable', why: '‘agent-7’ is offline', isStuck: true } as const;

    it('tells who waits, for what and since when, and why they waited', async () => {
      const [jobId = 0] = await collection.recordStep(sampleStep({ newJobs: [sampleJob('a')] }));
      await look(10, { queue: [item(1, 5, { ...quiet(5), jobId }), item(2, 1)] });
      await look(20, { queue: [item(1, 5, { ...quiet(1), jobId }), item(2, 1)] });
      await look(30, { queue: [item(1, 5, { jobId }), item(2, 1, { buildNumber: 8 })] });
      await look(40, { queue: [item(1, 5, { ...offline, jobId })] });
      const [waiting, ...others] = await readQueue(store.db, [1, 2], 10);
      expect(others).toEqual([]);
      expect(waiting).toMatchObject({
        ...{ connectionId: 1, queueId: 1, enteredAtMs: seconds(5), jobId, label: 'agent-7', isStuck: true },
        ...{ why: '‘agent-7’ is offline', reasonSinceMs: seconds(40), state: 'buildable' },
      });
      await look(50, { queue: [] });
      expect(await readQueue(store.db, [1], 10)).toEqual([]);
      expect(await readQueueReasons(store.db, { connectionId: 1, queueId: 1, enteredAtMs: seconds(5) })).toEqual([
        { sinceMs: seconds(5), untilMs: seconds(30), reason: 'In the quiet period. Expires in # sec' },
        { sinceMs: seconds(30), untilMs: seconds(40), reason: 'Waiting for next available executor on ‘linux’' },
        { sinceMs: seconds(40), untilMs: seconds(50), reason: '‘agent-#’ is offline' },
      ]);
      const sums = { connectionIds: [1], most: 10, ...always };
      expect(await sumWaits(store.db, { ...sums, by: 'job' })).toEqual([
        { key: jobId, items: 1, waitedMs: 45_000, longestMs: 45_000 },
        { key: null, items: 1, waitedMs: 39_000, longestMs: 39_000 },
      ]);
      expect((await sumWaits(store.db, { ...sums, by: 'label' })).map(({ key }) => key)).toEqual(['agent-7', 'linux']);
      expect(await sumWaits(store.db, { ...sums, by: 'label', untilMs: seconds(40) })).toEqual([]);
    });

    it('writes nothing and wakes nobody while only a countdown goes on', async () => {
      await look(10, { queue: [item(1, 5, quiet(9))] });
      const before = await version();
      await look(20, { queue: [item(1, 5, quiet(4))] });
      await collection.recordStep(sampleStep({ load: { requests: 1, bytes: 2, controllerMs: 3, recordLoads: 4 } }));
      expect(await version()).toBe(before);
      await look(30, { queue: [] });
      expect(await version()).toBe(before + 1);
    });

    it('takes an item for gone when it was seen last, after a long time without a look', async () => {
      await look(0, { queue: [item(1, 0), item(2, 0)] });
      await look(60, { queue: [item(1, 0), item(2, 0)] });
      await look(7_200, { queue: [item(2, 0)] });
      const [sum] = await sumWaits(store.db, { connectionIds: [1], by: 'label', most: 1, ...always });
      expect(sum).toMatchObject({ items: 1, waitedMs: 60_000 });
    });

    it('keeps connections apart, and numbers that a restarted controller gives again', async () => {
      await look(0, { queue: [item(1, 0)] });
      await look(5, { queue: [item(1, 3)] }, 2);
      await look(9, { queue: [item(1, 7)] });
      expect((await readQueue(store.db, [1], 10)).map(({ enteredAtMs }) => enteredAtMs)).toEqual([seconds(7)]);
      expect(await readQueue(store.db, [1, 2], 10)).toHaveLength(2);
    });

    it('forgets the middle of a long story, not its end', async () => {
      for (let at = 0; at < 60; at += 1) {
        await look(at, { queue: [item(1, 0, { why: `Blocked by ${'x'.repeat(at)}` })] });
      }
      const reasons = await readQueueReasons(store.db, { connectionId: 1, queueId: 1, enteredAtMs: start });
      expect(reasons).toHaveLength(40);
      expect(reasons?.[0]?.sinceMs).toBe(start);
      expect(reasons?.at(-1)?.reason).toBe(`Blocked by ${'x'.repeat(59)}`);
    });
  });

  describe('agents', () => {
    const history = async () =>
      (await readAgentIntervals(store.db, 1, always)).map(({ sinceMs, state, untilMs }) => [
        state,
        (sinceMs - start) / 1_000,
        untilMs === null ? null : (untilMs - start) / 1_000,
      ]);
    const agentsNow = () => readAgents(store.db, 1, { goneSinceMs: 0 });

    it('tell their state and its history', async () => {
      await look(0, { agents: [sampleAgent('(built-in)', { executors: 0 }), sampleAgent('a', { busyExecutors: 1 })] });
      await look(10, {
        agents: [
          sampleAgent('(built-in)', { executors: 0 }),
          sampleAgent('a', { isOnline: false, offlineReason: 'Connection was broken', offlineSinceMs: seconds(8) }),
        ],
      });
      await look(20, {
        agents: [
          sampleAgent('(built-in)', { executors: 0 }),
          sampleAgent('a', { isOnline: false, isTemporarilyOffline: true, labels: ['arm', 'gpu'] }),
        ],
      });
      await look(30, { agents: [sampleAgent('(built-in)', { executors: 0 })] });
      expect(await agentsNow()).toMatchObject([
        { name: '(built-in)', state: 'online', sinceMs: start, lastSeenMs: seconds(30), executors: 0 },
        {
          name: 'a',
          state: 'gone',
          sinceMs: seconds(30),
          firstSeenMs: start,
          lastSeenMs: seconds(20),
          labels: ['arm', 'gpu'],
        },
      ]);
      expect(await history()).toEqual([
        ['online', 0, null],
        ['online', 0, 10],
        ['offline', 10, 20],
        ['disabled', 20, 30],
      ]);
      await look(40, { agents: [sampleAgent('a')] });
      expect(await history()).toContainEqual(['online', 40, null]);
      expect((await agentsNow()).map(({ name, state }) => `${name} ${state}`)).toEqual(['(built-in) gone', 'a online']);
      expect(await readAgents(store.db, 1, { goneSinceMs: seconds(31) })).toHaveLength(1);
      const [interval] = await readAgentIntervals(store.db, 1, { sinceMs: seconds(12), untilMs: seconds(13) });
      expect(interval).toMatchObject({ state: 'online', sinceMs: start });
    });

    it('say nothing about time in which nobody looked', async () => {
      await look(0, { agents: [sampleAgent('a')] });
      await look(60, { agents: [sampleAgent('a')] });
      await look(7_200, { agents: [sampleAgent('a')] });
      await look(20_000, { agents: [] });
      expect(await history()).toEqual([
        ['online', 0, 60],
        ['online', 7_200, 7_200],
      ]);
    });
  });

  it('adds up what a controller is asked, by the hour', async () => {
    const load = { requests: 3, bytes: 4_000_000_000, controllerMs: 250, recordLoads: 100 };
    for (const atMs of [start, start + 5, start + hourMs]) await collection.recordStep(sampleStep({ atMs, load }));
    await collection.recordStep(sampleStep({ connectionId: 2, atMs: start, load }));
    expect(await readLoad(store.db, 1, { sinceMs: start, untilMs: start + 2 * hourMs })).toEqual([
      { hourMs: start, requests: 6, bytes: 8_000_000_000, controllerMs: 500, recordLoads: 200 },
      { hourMs: start + hourMs, ...load },
    ]);
  });

  it('takes what no controller should say', async () => {
    const text = `a\0${'x'.repeat(5_000)}`;
    await look(0, {
      queue: [sampleQueueEntry(2 ** 53 - 1, { why: text, taskName: text, inQueueSinceMs: Number.NaN })],
      agents: [
        sampleAgent(text, {
          description: text,
          labels: [text],
          executors: 1e300,
          busyExecutors: -5,
          offlineSinceMs: -1,
        }),
      ],
    });
    expect(await readQueue(store.db, [1], 5)).toMatchObject([{ queueId: 2 ** 53 - 1, enteredAtMs: 0 }]);
    expect(await readAgents(store.db, 1, { goneSinceMs: 0 })).toMatchObject([{ busyExecutors: 0, offlineSinceMs: 0 }]);
  });
});
