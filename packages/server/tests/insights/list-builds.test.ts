import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hourMs } from '../../src/core/calendar.ts';
import { type ListBuildsInput, listBuilds } from '../../src/insights/list-builds.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { backEnds, type OpenedStore } from '../storage/back-ends.ts';
import { addConnection, runningBuild, sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';

const start = Date.UTC(2026, 2, 10);
const now = start + 100 * hourMs;

describe.each(backEnds)('lists of builds on $name', ({ open }) => {
  let opened: OpenedStore;

  beforeEach(async () => {
    opened = await open();
    await addConnection(opened.store, 1, 'Production');
    await addConnection(opened.store, 2, 'Staging');
  });
  afterEach(() => opened.close());

  async function fill(rolledUpHours: number): Promise<number> {
    const collection = createCollectionStore(opened.store);
    const [jobId = 0] = await collection.recordStep(sampleStep({ newJobs: [sampleJob('team/api')] }));
    const builds = Array.from({ length: 60 }, (_, index) => {
      const startedAtMs = start + index * 25 * 60_000;
      return {
        jobId,
        build: sampleBuild({ number: index + 1, startedAtMs, result: index % 3 ? 'SUCCESS' : 'FAILURE' }),
      };
    });
    builds.push({ jobId, build: runningBuild({ number: 61, startedAtMs: start + 61 * 25 * 60_000 }) });
    await collection.recordStep(sampleStep({ builds }));
    await collection.recordStep(
      sampleStep({
        connectionId: 2,
        newJobs: [sampleJob('other'), sampleJob('matrix/OS=linux', { kind: 'matrix-configuration' })],
        builds: [
          { jobId: { newJob: 0 }, build: sampleBuild({ number: 1, startedAtMs: start + 5_000 }) },
          { jobId: { newJob: 1 }, build: sampleBuild({ number: 1, startedAtMs: start + 6_000 }) },
        ],
      }),
    );
    if (rolledUpHours > 0) await collection.rollUpDirty(rolledUpHours);
    return jobId;
  }

  const ask = (input: Partial<ListBuildsInput>) => listBuilds(opened.store, { page: 1, per_page: 100, ...input }, now);

  const range = (from: number, to: number) =>
    `${new Date(start + from).toISOString()}..${new Date(start + to).toISOString()}`;

  const questions: readonly [string, Partial<ListBuildsInput>][] = [
    ['everything', {}],
    ['finished ones', { building: 'false' }],
    ['running ones', { building: 'true' }],
    ['a window with ragged ends', { range: range(20 * 60_000, 17 * hourMs + 60_000) }],
    ['a window within one hour', { range: range(0, 40 * 60_000) }],
    ['one connection', { instance: ['Staging'] }],
    ['no connection of this name', { instance: ['nobody'] }],
    ['failures', { result: ['FAILURE'] }],
    ['matrix configurations too', { include: 'matrix' }],
    ['one number', { number: 7 }],
    ['a number that is nowhere', { number: 4_000 }],
    ['before there was anything', { range: '2020-01-01T00:00:00Z..2020-02-01T00:00:00Z' }],
  ];

  it.each([0, 3, 1_000])('total what they list, with %i hours rolled up', async (hours) => {
    await fill(hours);
    for (const [name, input] of questions) {
      const { data, meta } = await ask(input);
      expect([name, meta.total]).toEqual([name, data.length]);
    }
    expect((await ask({})).meta.total).toBe(62);
    expect((await ask({ include: 'matrix' })).meta.total).toBe(63);
  });

  it('page without gaps or repeats', async () => {
    await fill(0);
    const seen: number[] = [];
    for (let page = 1; page <= 7; page += 1)
      seen.push(...(await ask({ page, per_page: 10 })).data.map(({ number }) => number));
    expect(seen).toHaveLength(62);
    expect(seen.slice(0, 3)).toEqual([61, 60, 59]);
  });

  it('read out by cursor everything once, while more comes in', async () => {
    const jobId = await fill(0);
    const collection = createCollectionStore(opened.store);
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let round = 0; cursor !== null; round += 1) {
      const { data, meta } = await ask({ cursor, limit: 7 });
      seen.push(...data.map(({ id }) => id));
      if (round < 5) {
        await collection.recordStep(
          sampleStep({
            builds: [
              { jobId, build: sampleBuild({ number: 200 + round, startedAtMs: start - round * hourMs }) },
              { jobId, build: sampleBuild({ number: 61, startedAtMs: start + 61 * 25 * 60_000 }) },
            ],
          }),
        );
      }
      cursor = meta.next_cursor ?? null;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(62 + 5);
  });

  it('come longest first in the same order from columns and from the store', async () => {
    const jobId = await fill(0);
    const builds = Array.from({ length: 40 }, (_, at) => ({
      jobId,
      build: sampleBuild({ number: at + 1, startedAtMs: start + at * hourMs, durationMs: ((at * 7) % 13) * 1_000 }),
    }));
    await createCollectionStore(opened.store).recordStep(sampleStep({ builds }));
    for (const filter of [{}, { result: ['FAILURE' as const] }, { building: 'false' as const }]) {
      for (let page = 1; page <= 8; page += 1) {
        const asked = { ...filter, sort: 'duration' as const, page, per_page: 10 };
        const fromStore = await ask(asked);
        const fromColumns = await ask({ ...asked, range: range(0, 1_000 * hourMs) });
        expect(fromColumns).toEqual(fromStore);
      }
    }
  });

  it('refuse a cursor that was not handed out', async () => {
    for (const cursor of ['x', 'c', 'c-1', "c1' or 1=1", 'c999999999999']) {
      await expect(ask({ cursor })).rejects.toMatchObject({ code: 'bad_request' });
    }
  });
});
