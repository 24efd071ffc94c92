import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dayMs, hourMs } from '../../src/core/calendar.ts';
import { publicJobId } from '../../src/core/entity-id.ts';
import { agentFigures } from '../../src/insights/agents/agent-figures.ts';
import { type ListAgentsInput, listAgents } from '../../src/insights/agents/list-agents.ts';
import { type ListQueueInput, listQueue } from '../../src/insights/queue/list-queue.ts';
import { queueFigures } from '../../src/insights/queue/queue-figures.ts';
import type { CollectionStore } from '../../src/storage/collection.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { backEnds, type OpenedStore } from '../storage/back-ends.ts';
import { sampleAgent, sampleQueueEntry } from '../storage/deep-sample.ts';
import { addConnection, runningBuild, sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';

const watchedMs = Date.UTC(2026, 2, 10, 12);
const minuteMs = 60_000;
const at = (minutes: number) => watchedMs + minutes * minuteMs;
const iso = (minutes: number) => new Date(at(minutes)).toISOString();

describe.each(backEnds)('capacity on $name', ({ open }) => {
  let opened: OpenedStore;
  let collection: CollectionStore;
  let jobId: number;
  beforeEach(async () => {
    opened = await open();
    collection = createCollectionStore(opened.store);
    await addConnection(opened.store, 1, 'Production');
    await addConnection(opened.store, 2, 'Staging');
    [jobId = 0] = await collection.recordStep(sampleStep({ newJobs: [sampleJob('team/api'), sampleJob('team/web')] }));
  });
  afterEach(() => opened.close());

  const look = (minutes: number, part: Parameters<typeof sampleStep>[0], connectionId = 1) =>
    collection.recordStep(sampleStep({ connectionId, atMs: at(minutes), ...part }));
  const item = (id: number, entered: number, part: Parameters<typeof sampleQueueEntry>[1] = {}) =>
    sampleQueueEntry(id, { inQueueSinceMs: at(entered), ...part });

  describe('the queue', () => {
    const ask = (input: Partial<ListQueueInput> = {}, minutes = 10) =>
      listQueue(opened.store, { page: 1, per_page: 25, ...input }, at(minutes));

    it('lists what waits, longest first, narrowed by connection, job and label', async () => {
      const stuck = { why: '‘arm-1’ is offline', isStuck: true, jobId };
      await look(5, { queue: [item(1, 4), item(2, 1, stuck)] });
      await look(5, { queue: [item(9, 3)] }, 2);
      const { data, meta } = await ask();
      expect(data.map(({ id, instance, waited }) => [id, instance, waited / minuteMs])).toEqual([
        [2, 'Production', 9],
        [9, 'Staging', 7],
        [1, 'Production', 6],
      ]);
      expect(meta).toEqual({ page: 1, per_page: 25, total: 3, asOf: iso(5) });
      expect(data[0]).toMatchObject({
        ...{ task: 'team/api', jobId: publicJobId(jobId), label: 'arm-1', isStuck: true, enteredAt: iso(1) },
        ...{ reason: '‘arm-1’ is offline', reasonKind: '‘…’ is offline', state: 'buildable' },
      });
      expect((await ask({ instance: ['staging'] })).data.map(({ id }) => id)).toEqual([9]);
      expect((await ask({ job: 'team/api' })).data.map(({ id }) => id)).toEqual([2]);
      expect((await ask({ label: 'linux' })).data.map(({ id }) => id)).toEqual([9, 1]);
      expect((await ask({ page: 2, per_page: 2 })).data.map(({ id }) => id)).toEqual([1]);
    });

    it('sums waits by reason, label and job; what was before it was watched is told by builds', async () => {
      const builds = [2, 4].map((minutes) => ({
        jobId,
        build: sampleBuild({
          number: minutes,
          startedAtMs: at(-hourMs / minuteMs) + minutes,
          queueMs: minutes * minuteMs,
        }),
      }));
      await look(0, { builds, agents: [sampleAgent('a')], queue: [] });
      const quiet = { why: 'In the quiet period. Expires in 4 sec', state: 'waiting' as const, jobId };
      await look(4, { queue: [item(1, 2, quiet)] });
      await look(6, { queue: [item(1, 2, { jobId }), item(2, 6)] });
      await look(10, { queue: [item(2, 6)] });
      const range = `${iso(-24 * 60)}..${iso(20)}`;
      const figures = await queueFigures(opened.store, { range }, at(12));
      // Waits of 2 and 4 minutes before, of 8 minutes that ended, and of 6 that goes on.
      expect(figures.data).toEqual({
        ...{ items: 4, avg: 5 * minuteMs, p50: 4 * minuteMs, p95: 8 * minuteMs, max: 8 * minuteMs, stuck: 0 },
      });
      expect(figures.byReason.map(({ items, reason, wait }) => [reason, items, wait / minuteMs])).toEqual([
        ['Waiting for next available executor on ‘…’', 2, 10],
        ['In the quiet period. Expires in # sec', 1, 4],
      ]);
      expect(figures.byLabel).toMatchObject([{ label: 'linux', items: 2, wait: 14 * minuteMs }]);
      expect(figures.byJob.map(({ items, jobName, wait }) => [jobName, items, wait / minuteMs])).toEqual([
        ['team/api', 3, 14],
        ['', 1, 6],
      ]);
      expect(figures.meta.collectedSince).toBe(iso(0));
      const lengthMs = 12 * minuteMs + dayMs;
      expect(figures.depth.length).toBeLessThanOrEqual(200);
      const waited = figures.depth.reduce((sum, step, index) => {
        const end = figures.depth[index + 1]?.at ?? iso(12);
        return sum + step.waiting * (Date.parse(end) - Date.parse(step.at));
      }, 0);
      expect(waited).toBeCloseTo(20 * minuteMs, 3);
      expect(Math.max(...figures.depth.map(({ most }) => most))).toBe(2);
      expect(Date.parse(figures.meta.until) - Date.parse(figures.meta.since)).toBe(lengthMs + 8 * minuteMs);
    });
  });

  describe('agents', () => {
    const ask = (input: Partial<ListAgentsInput> = {}, minutes = 60) =>
      listAgents(
        opened.store,
        { page: 1, per_page: 25, range: '24h', tz: 'UTC', sort: 'name', order: 'asc', ...input },
        at(minutes),
      );
    const lost = { isOnline: false, offlineReason: 'Connection was broken' };

    beforeEach(async () => {
      for (let minutes = 0; minutes <= 60; minutes += 4) {
        const isLost = minutes >= 20 && minutes < 40;
        await look(minutes, {
          agents: [
            sampleAgent('a', { labels: ['linux', 'docker'] }),
            sampleAgent('b', isLost ? lost : {}),
            sampleAgent('c', { isTemporarilyOffline: true, isOnline: false }),
          ],
        });
      }
    });

    it('tell how reliable and how busy they were', async () => {
      const build = (number: number, minutes: number, part = {}) => ({
        jobId,
        build: sampleBuild({ number, agent: 'a', startedAtMs: at(minutes), durationMs: 12 * minuteMs, ...part }),
      });
      const running = runningBuild({ number: 5, agent: 'a', startedAtMs: at(54) });
      await look(60, {
        builds: [
          build(1, -120),
          build(2, -6),
          build(3, 10),
          build(4, 20, { result: 'FAILURE' }),
          { jobId, build: running },
        ],
      });
      const { data } = await ask();
      expect(data.map(({ name, online, outages, state }) => [name, state, online, outages])).toEqual([
        ['a', 'online', 1, 0],
        ['b', 'online', 40 / 60, 1],
        ['c', 'temporarily_offline', 0, 0],
      ]);
      expect(data[0]).toMatchObject({ builds: 5, successRate: 0.75, busyTime: 54 * minuteMs, executors: 2 });
      // Watched: the second half of one build, two whole ones, and what runs: 36 minutes of 2 × 60.
      expect(data[0]?.utilisation).toBeCloseTo(36 / 120, 6);
      expect(data[2]?.utilisation).toBeNull();
      expect(data[0]?.strip.map(({ builds, key }) => [key, builds])).toEqual([
        ['2026-03-09', 0],
        ['2026-03-10', 5],
      ]);
      const figures = await agentFigures(opened.store, { range: '24h', tz: 'UTC' }, at(60));
      expect(figures.data).toMatchObject({ agents: 3, online: 2, executors: 4 });
      expect(figures.data.utilisation).toBeCloseTo(36 / 200, 6);
      expect(figures.days.at(-1)).toMatchObject({ key: '2026-03-10', online: 100 / 180, builds: 5 });
    });

    it('are found by name, label and state; gone ones only when asked for', async () => {
      await look(62, { agents: [sampleAgent('a', { labels: ['linux', 'docker'] })] });
      const names = async (input: Partial<ListAgentsInput>) => (await ask(input, 64)).data.map(({ name }) => name);
      expect(await names({})).toEqual(['a']);
      expect(await names({ state: ['gone'] })).toEqual(['b', 'c']);
      expect(await names({ state: ['gone'], agent: 'C' })).toEqual(['c']);
      expect(await names({ label: 'docker' })).toEqual(['a']);
      expect(await names({ label: 'windows' })).toEqual([]);
    });

    it('show what waits for a label that nobody has', async () => {
      await look(62, { queue: [item(1, 60, { why: 'There are no nodes with the label ‘windows’' }), item(2, 61)] });
      const { byLabel } = await agentFigures(opened.store, { range: '24h', tz: 'UTC' }, at(64));
      expect(byLabel.map(({ agents, label, online, waiting }) => [label, agents, online, waiting])).toEqual([
        ['linux', 3, 2, 1],
        ['windows', 0, 0, 1],
        ['docker', 1, 1, 0],
      ]);
    });
  });
});
