import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dayMs } from '../../src/core/calendar.ts';
import { buildKey } from '../../src/core/entity-id.ts';
import { categoryAt, categoryNumber } from '../../src/core/failure/failure-category.ts';
import type { CollectionStore } from '../../src/storage/collection.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { advanceRulesVersion } from '../../src/storage/failures/failure-rules.ts';
import { unpackEvidence } from '../../src/storage/failures/pack-evidence.ts';
import type { Store } from '../../src/storage/open-store.ts';
import { backEnds, type OpenedStore } from './back-ends.ts';
import { logOf, sampleCase, sampleStage, sampleSuite, stagesOf, testsOf } from './deep-sample.ts';
import { sampleBuild, sampleJob, sampleStep } from './sample.ts';

const now = Date.UTC(2026, 2, 20);
const noSpace = 'Building\ntar: /srv/a/dist-17.tar: Cannot write: No space left on device\nFinished: FAILURE\n';

describe.each(backEnds)('failures on $name', ({ name, open }) => {
  let opened: OpenedStore;
  let store: Store;
  let collection: CollectionStore;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
    collection = createCollectionStore(store);
  });
  afterEach(() => opened.close());

  const record = (part: Parameters<typeof sampleStep>[0]) => collection.recordStep(sampleStep({ atMs: now, ...part }));
  const recent = (number: number, part: Partial<Parameters<typeof sampleBuild>[0]> = {}) =>
    sampleBuild({ number, startedAtMs: now - dayMs + number * 60_000, result: 'FAILURE', ...part });
  async function addJob(name: string): Promise<number> {
    const [id = 0] = await record({ newJobs: [sampleJob(name)] });
    return id;
  }
  async function classify(): Promise<void> {
    for (let round = 0; (await collection.classifyFailures(16, now)) > 0; round += 1) {
      if (round > 100) throw new Error('It never ends.');
    }
  }
  async function categoryOf(jobId: number, number: number) {
    const key = buildKey(jobId, number);
    const row = await store.db
      .selectFrom('build')
      .select('failure_category')
      .where('id', '=', key)
      .executeTakeFirstOrThrow();
    return categoryAt(row.failure_category);
  }
  const rowOf = (jobId: number, number: number) =>
    store.db.selectFrom('build_failure').selectAll().where('build_id', '=', buildKey(jobId, number)).executeTakeFirst();
  const left = async () => (await store.db.selectFrom('failure_work').selectAll().execute()).length;

  it('are classified once their log is there, and equal ones of several jobs get one fingerprint', async () => {
    const a = await addJob('a');
    const b = await addJob('b');
    await record({
      builds: [
        { jobId: a, build: recent(1) },
        { jobId: b, build: recent(1) },
        { jobId: b, build: recent(2, { result: 'SUCCESS' }) },
      ],
    });
    await classify();
    expect([await categoryOf(a, 1), await left()]).toEqual([null, 0]);
    await record({ deep: [logOf(a, 1, noSpace), logOf(b, 1, noSpace.replace('/srv/a/dist-17', '/mnt/b/c/dist-4'))] });
    expect(await left()).toBe(2);
    await classify();
    expect([await categoryOf(a, 1), await categoryOf(b, 1), await categoryOf(b, 2)]).toEqual([
      'infrastructure',
      'infrastructure',
      null,
    ]);
    const [first, second] = [await rowOf(a, 1), await rowOf(b, 1)];
    expect(first).toMatchObject({ rule: 'disk-full', is_final: 1 });
    expect(unpackEvidence(first?.evidence ?? '[]')).toEqual([
      { source: 'log', line: 2, text: 'tar: /srv/a/dist-17.tar: Cannot write: No space left on device' },
    ]);
    expect(first?.fingerprint_id).not.toBeNull();
    expect(first?.fingerprint_id).toBe(second?.fingerprint_id);
  });

  it('whose log will never come are classified by what is there', async () => {
    const job = await addJob('a');
    await record({
      builds: [
        { jobId: job, build: recent(1) },
        { jobId: job, build: recent(2, { result: 'UNSTABLE', tests: { total: 3, failed: 1, skipped: 0 } }) },
        // Too old to be fetched unasked.
        { jobId: job, build: recent(3, { startedAtMs: now - 20 * dayMs }) },
      ],
    });
    await classify();
    expect([await categoryOf(job, 1), await categoryOf(job, 2), await categoryOf(job, 3)]).toEqual([
      null,
      'test_failure',
      'unknown',
    ]);
    expect((await rowOf(job, 2))?.is_final).toBe(0);
    await record({ deep: [{ jobId: job, number: 1, kind: 'log', outcome: 'parked', reason: 'no' }] });
    await record({
      deep: [
        testsOf(job, 2, [
          sampleSuite([sampleCase({ name: 'total', status: 'failed', errorDetails: 'expected 3 but was 2' })]),
        ]),
        logOf(job, 2, 'x\n'),
      ],
    });
    await classify();
    expect(await categoryOf(job, 1)).toBe('unknown');
    expect(await rowOf(job, 2)).toMatchObject({ is_final: 1, rule: 'tests-unstable' });
    expect((await rowOf(job, 2))?.evidence).toContain('total: expected 3 but was 2');
  });

  it('know the stage that failed', async () => {
    const [job = 0] = await record({ newJobs: [sampleJob('p', { kind: 'pipeline' })] });
    const stages = [
      sampleStage({ id: '1', name: 'Build' }),
      sampleStage({ id: '2', name: 'Deploy', status: 'failure' }),
    ];
    await record({
      builds: [{ jobId: job, build: recent(1) }],
      deep: [stagesOf(job, 1, stages), logOf(job, 1, 'nothing\n')],
    });
    await classify();
    expect(await categoryOf(job, 1)).toBe('deployment_error');
  });

  it('are forgotten when the build turns out green', async () => {
    const job = await addJob('a');
    await record({ builds: [{ jobId: job, build: recent(1) }], deep: [logOf(job, 1, noSpace)] });
    await classify();
    await record({ builds: [{ jobId: job, build: recent(1, { result: 'SUCCESS' }) }] });
    await classify();
    expect([await categoryOf(job, 1), await rowOf(job, 1)]).toEqual([null, undefined]);
  });

  it('are classified again when rules change, and what a person has set stays', async () => {
    const job = await addJob('a');
    await record({
      builds: [
        { jobId: job, build: recent(1) },
        { jobId: job, build: recent(2) },
      ],
      deep: [logOf(job, 1, noSpace), logOf(job, 2, noSpace)],
    });
    await classify();
    await store.transaction(async (tx) => {
      const at = { created_at_ms: 0, updated_at_ms: 0 };
      await tx
        .insertInto('failure_rule')
        .values({
          name: 'ours',
          category: categoryNumber('quality_gate'),
          pattern: 'cannot write',
          is_case_ignored: 1,
          is_enabled: 1,
          position: 1,
          ...at,
        })
        .execute();
      await tx
        .insertInto('failure_correction')
        .values({
          build_id: buildKey(job, 2),
          connection_id: 1,
          category: categoryNumber('timeout'),
          actor: 'ann',
          at_ms: 0,
        })
        .execute();
      await advanceRulesVersion(tx);
    });
    await classify();
    expect([await categoryOf(job, 1), await categoryOf(job, 2)]).toEqual(['quality_gate', 'timeout']);
    expect(await rowOf(job, 2)).toMatchObject({ category: categoryNumber('quality_gate') });
    expect(await left()).toBe(0);
  });

  it('marked again while they are classified are classified again, and two processes do each once', async () => {
    const job = await addJob('a');
    await record({ builds: Array.from({ length: 20 }, (_, at) => ({ jobId: job, build: recent(at + 1) })) });
    await record({ deep: Array.from({ length: 20 }, (_, at) => logOf(job, at + 1, noSpace)) });
    // Two writers of one SQLite file in one thread wait for each other for ever.
    const other = name === 'SQLite' ? collection : createCollectionStore(opened.openAgain());
    const rounds = [];
    for (const each of [collection, other, collection, other]) rounds.push(each.classifyFailures(10, now));
    rounds.push(record({ deep: [logOf(job, 1, 'npm error code E404\n')] }));
    await Promise.all(rounds);
    await classify();
    expect(await categoryOf(job, 1)).toBe('dependency_error');
    for (let number = 2; number <= 20; number += 1) expect(await categoryOf(job, number)).toBe('infrastructure');
  });
});
