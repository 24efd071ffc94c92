import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildResults, type CollectedBuild } from '../../src/core/build.ts';
import { dayMs, hourMs } from '../../src/core/calendar.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import type { Store } from '../../src/storage/open-store.ts';
import { backEnds, type OpenedStore } from './back-ends.ts';
import { sampleBuild, sampleJob, sampleStep } from './sample.ts';

const start = Date.UTC(2026, 2, 1);

const anyBuild: fc.Arbitrary<CollectedBuild> = fc
  .record({
    number: fc.integer({ min: 1, max: 40 }),
    result: fc.constantFrom(...buildResults, null),
    startedAtMs: fc.integer({ min: 0, max: 72 }).map((hours) => start + hours * hourMs),
    durationMs: fc.integer({ min: 0, max: 10_000_000 }),
    queueMs: fc.option(fc.integer({ min: 0, max: 500_000 })),
    tests: fc.option(fc.constant({ total: 10, failed: 2, skipped: 1 })),
  })
  .map((part) =>
    sampleBuild(
      part.result === null ? { ...part, isBuilding: true, durationMs: null } : { ...part, isBuilding: false },
    ),
  );

/** What the roll-ups must say, counted from the rows by other means. */
async function recount(store: Store, unitMs: number): Promise<Record<string, string>> {
  const rows = await store.db.selectFrom('build').selectAll().where('is_building', '=', 0).execute();
  const counted: Record<string, string> = {};
  for (const [slot, builds] of Map.groupBy(rows, (row) => Math.floor(row.started_at_ms / unitMs) * unitMs)) {
    const timed = builds.filter((row) => (row.result ?? 9) <= 2);
    counted[slot] = JSON.stringify([
      [0, 1, 2, 3, 4].map((result) => builds.filter((row) => row.result === result).length),
      timed.length,
      timed.reduce((sum, row) => sum + (row.duration_ms ?? 0), 0),
      Math.max(0, ...timed.map((row) => row.duration_ms ?? 0)),
      builds.filter((row) => row.queue_ms !== null).length,
      builds.reduce((sum, row) => sum + (row.tests_failed ?? 0), 0),
    ]);
  }
  return counted;
}

async function rolledUp(store: Store, table: 'rollup_hour' | 'rollup_day'): Promise<Record<string, string>> {
  const rows = await store.db.selectFrom(table).selectAll().execute();
  const figures: Record<string, string> = {};
  for (const row of rows) {
    const results = [row.success, row.unstable, row.failure, row.aborted, row.not_built];
    // An hour that lost its only build to another hour keeps an empty row.
    if (results.every((count) => count === 0)) continue;
    figures[row.slot_ms] = JSON.stringify([
      results,
      row.duration_count,
      row.duration_sum,
      row.duration_max,
      row.queue_count,
      row.tests_failed,
    ]);
  }
  return figures;
}

describe.each(backEnds)('roll-ups on $name', ({ name, open }) => {
  let opened: OpenedStore;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());

  it('equal a recount after builds were stored, re-sent, changed and moved', async () => {
    const { store } = opened;
    const collection = createCollectionStore(store);
    const [jobId = 0] = await collection.recordStep(sampleStep({ newJobs: [sampleJob('a')] }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anyBuild, { maxLength: 8 }), { maxLength: 4 }),
        fc.nat(5),
        async (batches, most) => {
          for (const batch of batches) {
            await collection.recordStep(sampleStep({ builds: batch.map((build) => ({ jobId, build })) }));
            await collection.rollUpDirty(most);
          }
          while ((await collection.rollUpDirty(7)) > 0);
          expect(await rolledUp(store, 'rollup_hour')).toEqual(await recount(store, hourMs));
          expect(await rolledUp(store, 'rollup_day')).toEqual(await recount(store, dayMs));
        },
      ),
      { numRuns: name === 'SQLite' ? 60 : 12 },
    );
  });

  it('say how much is left, newest first', async () => {
    const collection = createCollectionStore(opened.store);
    const [jobId = 0] = await collection.recordStep(sampleStep({ newJobs: [sampleJob('a')] }));
    const builds = [0, 1, 2].map((hour) => ({
      jobId,
      build: sampleBuild({ number: hour + 1, startedAtMs: start + hour * hourMs }),
    }));
    await collection.recordStep(sampleStep({ builds }));
    expect(await collection.rollUpDirty(1)).toBe(2);
    const done = await opened.store.db.selectFrom('rollup_hour').select('slot_ms').execute();
    expect(done).toEqual([{ slot_ms: start + 2 * hourMs }]);
    expect(await collection.rollUpDirty(10)).toBe(0);
  });
});
