import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildResults } from '../../src/core/build.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { summaryColumns } from '../../src/storage/job-summary.ts';
import type { Store } from '../../src/storage/open-store.ts';
import type { BuildRow } from '../../src/storage/tables.ts';
import { backEnds, type OpenedStore } from './back-ends.ts';
import { sampleBuild, sampleJob, sampleStep } from './sample.ts';

const anyBuild = fc.record({
  number: fc.integer({ min: 1, max: 12 }),
  result: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...buildResults) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
});

/** What the row must say, found by other means: from all builds of the job. */
function expected(builds: readonly BuildRow[]) {
  const newestFirst = [...builds].sort((a, b) => b.number - a.number);
  const decided = newestFirst.filter(({ result }) => result !== null && result <= 2);
  const green = decided.findIndex(({ result }) => result === 0);
  const red = green === -1 ? decided : decided.slice(0, green);
  return {
    last_number: newestFirst[0]?.number ?? null,
    last_started_at_ms: newestFirst[0]?.started_at_ms ?? null,
    last_result: newestFirst.find(({ is_building }) => is_building === 0)?.result ?? null,
    is_building: builds.some(({ is_building }) => is_building === 1) ? 1 : 0,
    red_since_ms: red.at(-1)?.started_at_ms ?? null,
    red_since_number: red.at(-1)?.number ?? null,
  };
}

describe.each(backEnds)('summary of a job on $name', ({ name, open }) => {
  let opened: OpenedStore;
  let store: Store;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  afterEach(() => opened.close());

  it('says what its builds say, whatever comes in what order', async () => {
    const collection = createCollectionStore(store);
    let made = 0;
    const steps = fc.array(fc.array(anyBuild, { maxLength: 5 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        made += 1;
        const [jobId = 0] = await collection.recordStep(sampleStep({ newJobs: [sampleJob(`job ${made}`)] }));
        for (const builds of given) {
          await collection.recordStep(
            sampleStep({
              builds: builds.map(({ number, result }) => ({
                jobId,
                build: sampleBuild({
                  number,
                  result,
                  isBuilding: result === null,
                  durationMs: result === null ? null : 1,
                }),
              })),
            }),
          );
          const rows = await store.db.selectFrom('build').selectAll().where('job_id', '=', jobId).execute();
          const job = store.db.selectFrom('job').select(summaryColumns).where('id', '=', jobId);
          expect(await job.executeTakeFirstOrThrow()).toEqual(expected(rows));
        }
      }),
      { numRuns: name === 'SQLite' ? 150 : 15 },
    );
  });
});
