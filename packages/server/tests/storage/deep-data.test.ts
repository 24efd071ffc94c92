import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildKey } from '../../src/core/entity-id.ts';
import type { Stage } from '../../src/core/stage.ts';
import type { CollectionStore } from '../../src/storage/collection.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { mostTailBytes, readLogTail } from '../../src/storage/deep/log-tail.ts';
import { readChanges, readChangesOf } from '../../src/storage/deep/read-changes.ts';
import { readStages } from '../../src/storage/deep/read-stages.ts';
import type { Store } from '../../src/storage/open-store.ts';
import { backEnds, type OpenedStore } from './back-ends.ts';
import { changesOf, logOf, sampleChange, sampleStage, stagesOf } from './deep-sample.ts';
import { sampleBuild, sampleJob, sampleStep } from './sample.ts';

const hostile = 'a\0b\ud800c‮<script>\u001b[31m';

describe.each(backEnds)('deep data on $name', ({ open }) => {
  let opened: OpenedStore;
  let store: Store;
  let collection: CollectionStore;
  let jobId: number;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
    collection = createCollectionStore(store);
    [jobId = 0] = await collection.recordStep(sampleStep({ newJobs: [sampleJob('a', { kind: 'pipeline' })] }));
    await collection.recordStep(
      sampleStep({ builds: [1, 2].map((number) => ({ jobId, build: sampleBuild({ number }) })) }),
    );
  });
  afterEach(() => opened.close());

  const tree: Stage[] = [
    sampleStage({ id: '3', name: 'Checkout SCM', kind: 'synthetic', agent: '(built-in)' }),
    sampleStage({ id: '9', name: 'Test', status: 'failure', durationMs: null }),
    sampleStage({ id: '12', parentId: '9', name: 'linux', kind: 'parallel', agent: 'agent-1', pauseMs: 5 }),
    sampleStage({ id: '13', parentId: '9', name: 'windows', kind: 'parallel', status: 'skipped', startedAtMs: null }),
    sampleStage({ id: 'x-1', parentId: '12', name: 'Test', status: 'aborted', errorMessage: 'boom' }),
  ];

  it('keeps the stages of a build as a tree, for other handles too', async () => {
    await collection.recordStep(sampleStep({ deep: [stagesOf(jobId, 1, tree), stagesOf(jobId, 2, tree.slice(0, 1))] }));
    const reader = opened.openAgain().db;
    expect(await readStages(reader, buildKey(jobId, 1))).toEqual({ stages: tree, isComplete: true, source: 'stages' });
    expect((await readStages(reader, buildKey(jobId, 2)))?.stages).toEqual(tree.slice(0, 1));
    expect(await readStages(reader, buildKey(jobId, 3))).toBeNull();
  });

  it('replaces what was there', async () => {
    const first = { jobId, number: 1, kind: 'stages', outcome: 'stored', stages: tree } as const;
    await collection.recordStep(sampleStep({ deep: [{ ...first, isComplete: false, source: null }] }));
    expect(await readStages(store.db, buildKey(jobId, 1))).toMatchObject({ isComplete: false, source: null });
    await collection.recordStep(
      sampleStep({
        deep: [
          stagesOf(jobId, 1, tree.slice(0, 2)),
          stagesOf(jobId, 1, tree.slice(0, 3)),
          changesOf(jobId, 1, [sampleChange()]),
        ],
      }),
    );
    await collection.recordStep(sampleStep({ deep: [changesOf(jobId, 1, [sampleChange({ author: 'Grace' })])] }));
    expect((await readStages(store.db, buildKey(jobId, 1)))?.stages).toEqual(tree.slice(0, 3));
    expect((await readChanges(store.db, buildKey(jobId, 1)))?.changes).toEqual([sampleChange({ author: 'Grace' })]);
  });

  it('gives a name the number that it has, after a step that failed and after a restart', async () => {
    const step = sampleStep({ deep: [stagesOf(jobId, 1, tree)] });
    const clash = { ...step, newJobs: [sampleJob('fresh'), sampleJob('a')] };
    await expect(collection.recordStep(clash)).rejects.toThrow();
    expect(await store.db.selectFrom('stage_name').selectAll().execute()).toEqual([]);
    await collection.recordStep(step);
    const restarted = createCollectionStore(store);
    await restarted.recordStep(sampleStep({ deep: [stagesOf(jobId, 2, tree)] }));
    expect((await readStages(store.db, buildKey(jobId, 1)))?.stages).toEqual(tree);
    expect((await readStages(store.db, buildKey(jobId, 2)))?.stages).toEqual(tree);
    expect(await store.db.selectFrom('stage_name').select('name').execute()).toHaveLength(4);
  });

  it('takes names and texts that no one should send', async () => {
    const stages = [
      sampleStage({ name: hostile, agent: hostile, errorMessage: hostile }),
      sampleStage({ id: '7', name: 'n'.repeat(9_000) }),
    ];
    await collection.recordStep(
      sampleStep({
        deep: [stagesOf(jobId, 1, stages), changesOf(jobId, 1, [sampleChange({ message: hostile, author: hostile })])],
      }),
    );
    const read = await readStages(store.db, buildKey(jobId, 1));
    const clean = 'a\uFFFDb\uFFFDc‮<script>\u001b[31m';
    expect(read?.stages[0]).toMatchObject({ name: clean, agent: clean });
    expect(read?.stages[1]?.name).toHaveLength(500);
    expect((await readChanges(store.db, buildKey(jobId, 1)))?.changes[0]?.message).toBe(
      'a\0b\uFFFDc‮<script>\u001b[31m',
    );
  });

  it('keeps changes of many builds, and says when there were more', async () => {
    const many = Array.from({ length: 600 }, (_, index) =>
      sampleChange({ message: `change ${index}`, author: `a${index % 3}` }),
    );
    await collection.recordStep(
      sampleStep({
        builds: [{ jobId, build: sampleBuild({ number: 3 }), changes: { list: [sampleChange()], hasMore: true } }],
        deep: [
          changesOf(jobId, 1, many),
          changesOf(jobId, 2, [sampleChange({ commit: 'r42', committedAtMs: null, author: null })]),
        ],
      }),
    );
    const found = await readChangesOf(
      store.db,
      [1, 2, 3, 4].map((number) => buildKey(jobId, number)),
    );
    expect(found.get(buildKey(jobId, 1))).toEqual({ changes: many.slice(0, 500), hasMore: true });
    expect(found.get(buildKey(jobId, 2))?.changes).toEqual([
      sampleChange({ commit: 'r42', committedAtMs: null, author: null }),
    ]);
    expect(found.get(buildKey(jobId, 3))).toEqual({ changes: [sampleChange()], hasMore: true });
    expect(found.has(buildKey(jobId, 4))).toBe(false);
  });

  it('keeps the end of a log, compressed, and where it begins', async () => {
    const lines = Array.from({ length: 12_000 }, (_, index) => `line ${index}: Überprüfung läuft ✔\n`);
    const text = lines.join('');
    await collection.recordStep(
      sampleStep({
        deep: [
          { jobId, number: 1, kind: 'log', outcome: 'stored', text, firstByte: 1_000, isTruncated: false },
          logOf(jobId, 2, hostile),
        ],
      }),
    );
    const tail = await readLogTail(store.db, buildKey(jobId, 1));
    const kept = Buffer.byteLength(tail?.text ?? '');
    expect(kept).toBeLessThanOrEqual(mostTailBytes);
    expect(kept).toBeGreaterThan(mostTailBytes - 100);
    expect(text.endsWith(tail?.text ?? '-')).toBe(true);
    expect(tail?.text.startsWith('line ')).toBe(true);
    expect(tail).toMatchObject({ isTruncated: true, firstByte: 1_000 + Buffer.byteLength(text) - kept });
    const row = await store.db
      .selectFrom('log_tail')
      .select(['text', 'byte_count'])
      .where('build_id', '=', buildKey(jobId, 1))
      .executeTakeFirstOrThrow();
    expect(row.byte_count).toBe(kept);
    expect(row.text.length).toBeLessThan(gzipSync(tail?.text ?? '').length * 1.1);
    expect(await readLogTail(store.db, buildKey(jobId, 2))).toEqual({
      text: hostile.toWellFormed(),
      firstByte: 0,
      isTruncated: false,
    });
  });

  it('cuts a log without lines between two characters', async () => {
    await collection.recordStep(sampleStep({ deep: [logOf(jobId, 1, '✔'.repeat(120_000))] }));
    const tail = await readLogTail(store.db, buildKey(jobId, 1));
    expect(tail?.text).toMatch(/^✔+$/);
    expect(tail?.firstByte).toBe(360_000 - Buffer.byteLength(tail?.text ?? ''));
  });
});
