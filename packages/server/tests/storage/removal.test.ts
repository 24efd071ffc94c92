import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildKey } from '../../src/core/entity-id.ts';
import type { CollectionStore } from '../../src/storage/collection.ts';
import { deleteConnectionHistory, dropOpenBuilds } from '../../src/storage/connection-removal.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { readAgents } from '../../src/storage/live/read-agents.ts';
import { readQueue } from '../../src/storage/live/read-queue.ts';
import { migrations } from '../../src/storage/migrations/index.ts';
import type { Store } from '../../src/storage/open-store.ts';
import { backEnds, type OpenedStore } from './back-ends.ts';
import {
  changesOf,
  logOf,
  sampleAgent,
  sampleCase,
  sampleChange,
  sampleQueueEntry,
  sampleStage,
  sampleSuite,
  stagesOf,
  testsOf,
} from './deep-sample.ts';
import { addConnection, sampleBuild, sampleJob, sampleStep } from './sample.ts';

/** Every table that says of each row whose it is, from the schema itself, so that none is forgotten. */
const ownedTables = migrations
  .flatMap(({ statements }) => statements)
  .filter((statement) => /connection_id/.test(statement))
  .flatMap((statement) => /create table (\w+)/.exec(statement)?.[1] ?? []);

/** Settings of a connection, and what processes tell each other: not filled by collecting. */
const notCollected = ['lease', 'collector_note', 'connection_hook'];

describe.each(backEnds)('removal on $name', ({ open }) => {
  let opened: OpenedStore;
  let store: Store;
  let collection: CollectionStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
    collection = createCollectionStore(store);
  });
  afterEach(() => opened.close());

  async function rowsOf(connectionId: number): Promise<Record<string, unknown[]>> {
    const found: Record<string, unknown[]> = {};
    for (const table of ownedTables) {
      const { rows } = await sql`select * from ${sql.table(table)} where connection_id = ${connectionId}`.execute(
        store.db,
      );
      found[table] = rows.map((row) => JSON.stringify(row)).sort();
    }
    return found;
  }

  /** Something in every table. */
  async function fill(connectionId: number): Promise<void> {
    await addConnection(store, connectionId, `c${connectionId}`);
    const step = (part: Parameters<typeof sampleStep>[0]) =>
      collection.recordStep(sampleStep({ connectionId, ...part }));
    const kind = 'multibranch-branch';
    const [jobId = 0] = await step({ newJobs: [sampleJob('r/a', { kind }), sampleJob('r/b', { kind })] });
    const many = Array.from({ length: 600 }, (_, index) =>
      sampleCase({ name: `t${index}`, status: index < 3 ? 'failed' : 'passed' }),
    );
    await step({
      builds: [1, 2, 3].map((number) => ({ jobId, build: sampleBuild({ number, result: 'FAILURE' }) })),
      deep: [
        stagesOf(jobId, 1, [sampleStage()]),
        changesOf(jobId, 1, [sampleChange()]),
        logOf(jobId, 1, 'boom'),
        testsOf(jobId, 1, [sampleSuite(many)]),
        testsOf(jobId, 2, [sampleSuite(many.slice(0, 5))]),
      ],
      queue: [sampleQueueEntry(connectionId)],
      agents: [sampleAgent(`agent ${connectionId}`)],
      load: { requests: 1, bytes: 1, controllerMs: 1, recordLoads: 1 },
      state: { phase: 'done' },
    });
    await collection.dueDeepWork(connectionId, { nowMs: 0, most: 1 });
    await store.db
      .insertInto('failure_correction')
      .values({ build_id: buildKey(jobId, 1), connection_id: connectionId, category: 0, actor: 'ann', at_ms: 0 })
      .execute();
  }

  async function fillTests(connectionId: number, jobId: number): Promise<void> {
    const own = { test_id: connectionId, connection_id: connectionId };
    await store.db
      .insertInto('test_tag')
      .values({ ...own, tag: 'slow' })
      .execute();
    const figures = { runs: 5, passed: 3, flips: 2, reason: 1, recent: 'pfpfp', last_run_ms: 0 };
    const flip = { last_flip_build_id: null, last_flip_ms: null };
    await store.db
      .insertInto('flaky_test')
      .values({ ...own, ...figures, ...flip, job_id: jobId, branch_id: 0 })
      .execute();
  }

  it('with its history leaves no row of it in any table, and those of others as they were', async () => {
    await fill(1);
    await fill(2);
    await collection.rollUpDirty(1_000);
    while ((await collection.classifyFailures(100, 0)) > 0);
    for (const connectionId of [1, 2]) {
      const [job] = await collection.loadJobs(connectionId);
      await collection.recordStep(
        sampleStep({
          connectionId,
          builds: [{ jobId: job?.id ?? 0, build: sampleBuild({ number: 4, result: 'FAILURE' }) }],
          deep: [testsOf(job?.id ?? 0, 4, [sampleSuite([sampleCase()])])],
        }),
      );
      await fillTests(connectionId, job?.id ?? 0);
    }
    const others = await rowsOf(2);
    const filled = Object.entries(await rowsOf(1)).filter(([, rows]) => rows.length > 0);
    expect(filled.map(([table]) => table)).toEqual(ownedTables.filter((table) => !notCollected.includes(table)));
    await deleteConnectionHistory(store, 1);
    for (const [table, rows] of Object.entries(await rowsOf(1))) expect([table, rows]).toEqual([table, []]);
    expect(await rowsOf(2)).toEqual(others);
    // Broken off after any step, it is called again.
    await deleteConnectionHistory(store, 1);
    expect(ownedTables).toContain('test_failure');
  });

  it('without its history ends what was true at the last look', async () => {
    await fill(1);
    await store.transaction((tx) => dropOpenBuilds(tx, 1));
    expect(await readQueue(store.db, [1], 10)).toEqual([]);
    expect(await readAgents(store.db, 1, { goneSinceMs: 0 })).toMatchObject([{ state: 'gone' }]);
    const open = await store.db.selectFrom('agent_interval').selectAll().where('until_ms', 'is', null).execute();
    expect(open).toEqual([]);
    expect((await rowsOf(1)).test_case?.length).toBe(600);
  });
});
