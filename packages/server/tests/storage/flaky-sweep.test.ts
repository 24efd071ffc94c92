import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildKey, publicBuildId } from '../../src/core/entity-id.ts';
import type { FlakyRules } from '../../src/core/flaky.ts';
import type { TestStatus } from '../../src/core/test-report.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { writeFlakyRules } from '../../src/storage/flaky-rules.ts';
import type { Store } from '../../src/storage/open-store.ts';
import { namesOfTests } from '../../src/storage/test-reports/read-names.ts';
import { backEnds } from './back-ends.ts';
import { sampleCase, sampleSuite, testsOf } from './deep-sample.ts';
import { sampleBuild, sampleJob, sampleStep } from './sample.ts';

const branches = ['main', 'feature', null];
const start = Date.UTC(2026, 2, 1);
const startOf = (number: number) => start + number * 60_000;

interface Report {
  readonly job: number;
  readonly number: number;
  readonly branch: string | null;
  /** By test. */
  readonly ends: readonly (TestStatus | 'absent')[];
}

const tests = ['a', 'b', 'c'];
const end = fc.constantFrom<TestStatus | 'absent'>('passed', 'passed', 'failed', 'skipped', 'absent');
const world = fc.record({
  ends: fc.array(fc.tuple(fc.nat(1), fc.nat(2), fc.tuple(end, end, end)), { minLength: 10, maxLength: 60 }),
  order: fc.infiniteStream(fc.nat(1_000)),
  stepSize: fc.integer({ min: 1, max: 9 }),
  sweepSize: fc.nat(2),
});
const rules: FlakyRules = { runs: 8, flips: 3, passRate: 0.7, minRuns: 4 };

/** The definition in other words, on plain lists. */
function flakyOf(reports: readonly Report[], { flips, minRuns, passRate, runs }: FlakyRules): string[] {
  const found: string[] = [];
  for (const job of [0, 1]) {
    for (const branch of branches) {
      const own = reports.filter((report) => report.job === job && report.branch === branch);
      own.sort((a, b) => a.number - b.number);
      for (const [index, test] of tests.entries()) {
        const ran = own.filter(({ ends }) => ends[index] === 'passed' || ends[index] === 'failed').slice(-runs);
        const text = ran.map(({ ends }) => (ends[index] === 'passed' ? 'p' : 'f')).join('');
        const turns = [...text.matchAll(/(?=pf|fp)/g)].map(({ index: at }) => ran[at + 1]?.number ?? 0);
        const passes = text.replaceAll('f', '').length;
        const isLow = passes > 0 && passes < text.length && text.length >= minRuns && passes / text.length < passRate;
        if (turns.length < flips && !isLow) continue;
        found.push(`${job} ${branch} ${test} ${text} ${turns.length} ${turns.at(-1) ?? '-'} ${ran.at(-1)?.number}`);
      }
    }
  }
  return found.sort();
}

/** What the store says, in the same words. */
async function storedFlaky(store: Store, jobIds: readonly number[]): Promise<string[]> {
  const rows = await store.db
    .selectFrom('flaky_test')
    .leftJoin('branch', 'branch.id', 'flaky_test.branch_id')
    .innerJoin('test_project_job', 'test_project_job.job_id', 'flaky_test.job_id')
    .selectAll('flaky_test')
    .select(['branch.name', 'test_project_job.project_id'])
    .execute();
  const words: string[] = [];
  for (const row of rows) {
    const number = row.test_id % 2 ** 21;
    const test = (await namesOfTests(store.db, row.project_id, [number])).get(number)?.name;
    const flip = row.last_flip_build_id === null ? '-' : row.last_flip_build_id % 2 ** 27;
    if (row.last_flip_build_id !== null) expect(row.last_flip_ms, publicBuildId(row.last_flip_build_id)).not.toBeNull();
    const last = (row.last_run_ms - start) / 60_000;
    expect(row.recent.replaceAll('f', '')).toHaveLength(row.passed);
    expect(row.recent).toHaveLength(row.runs);
    words.push(`${jobIds.indexOf(row.job_id)} ${row.name} ${test} ${row.recent} ${row.flips} ${flip} ${last}`);
  }
  return words.sort();
}

describe.each(backEnds)('flaky tests on $name', ({ name, open }) => {
  const numRuns = name === 'SQLite' ? 40 : 8;

  it('are those of a recount, whatever the order in which reports come', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ ends, order, stepSize, sweepSize }) => {
        const opened = await open();
        try {
          const { store } = opened;
          const collection = createCollectionStore(store);
          await store.transaction((tx) => writeFlakyRules(tx, rules));
          const jobIds = await collection.recordStep(sampleStep({ newJobs: [sampleJob('a'), sampleJob('b')] }));
          const reports = ends.map(([job, branch, own], index): Report => {
            return { job, number: index + 1, branch: branches[branch] ?? null, ends: own };
          });
          await collection.recordStep(
            sampleStep({
              builds: reports.map(({ branch, job, number }) => ({
                jobId: jobIds[job] ?? 0,
                build: sampleBuild({ number, branch, startedAtMs: startOf(number) }),
              })),
            }),
          );
          const deepOf = ({ ends: own, job, number }: Report) =>
            testsOf(jobIds[job] ?? 0, number, [
              sampleSuite(
                tests.flatMap((test, index) => {
                  const status = own[index] ?? 'absent';
                  return status === 'absent' ? [] : [sampleCase({ name: test, status })];
                }),
              ),
            ]);
          const keys = new Map(reports.map((report) => [report, order.next().value]));
          const shuffled = reports.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
          for (let at = 0; at < shuffled.length; at += stepSize) {
            const deep = shuffled.slice(at, at + stepSize).map(deepOf);
            await collection.recordStep(sampleStep({ deep }));
            await collection.rollUpDirty(sweepSize);
          }
          // One that came late once more, and says something else.
          const again = { ...(reports[3] as Report), ends: ['failed', 'passed', 'failed'] as const };
          await collection.recordStep(sampleStep({ deep: [deepOf(again)] }));
          const truth = reports.map((report) => (report.number === again.number ? again : report));
          while ((await collection.rollUpDirty(50)) > 0);
          expect(await storedFlaky(store, jobIds)).toEqual(flakyOf(truth, rules));
          const other = { runs: 20, flips: 2, passRate: 0.9, minRuns: 3 };
          await store.transaction((tx) => writeFlakyRules(tx, other));
          while ((await collection.rollUpDirty(50)) > 0);
          expect(await storedFlaky(store, jobIds)).toEqual(flakyOf(truth, other));
        } finally {
          await opened.close();
        }
      }),
      { numRuns },
    );
  });

  it('are found in reports so large that they are read in slices', { timeout: 120_000 }, async () => {
    const opened = await open();
    try {
      const { store } = opened;
      const collection = createCollectionStore(store);
      const [jobId = 0] = await collection.recordStep(sampleStep({ newJobs: [sampleJob('a')] }));
      const [count, parts, numbers] = [7_000, 8, [1, 2, 3, 4, 5, 6]];
      const isTurning = (test: number) => test % 50 === 0;
      await collection.recordStep(
        sampleStep({
          builds: numbers.map((number) => ({
            jobId,
            build: sampleBuild({ number, branch: 'main', startedAtMs: startOf(number) }),
          })),
        }),
      );
      const all = Array.from({ length: count }, (_, test) => test);
      for (const number of numbers) {
        for (let part = 0; part < parts; part += 1) {
          // Those that turn stand in every part, and fail in one.
          const status = part === 3 && number % 2 === 1 ? 'failed' : 'passed';
          const cases = all.flatMap((test) => {
            if (isTurning(test)) return [sampleCase({ name: `case ${test}`, status })];
            return test % parts === part ? [sampleCase({ name: `case ${test}` })] : [];
          });
          const deep = { ...testsOf(jobId, number, [sampleSuite(cases)]), part, isLast: part === parts - 1 };
          await collection.recordStep(sampleStep({ deep: [deep as ReturnType<typeof testsOf>] }));
        }
        while ((await collection.rollUpDirty(50)) > 0);
      }
      const expected = all.filter(isTurning).map((test) => `0 main case ${test} fpfpfp 5 6 6`);
      expect(await storedFlaky(store, [jobId])).toEqual(expected.sort());
      const state = await store.db.selectFrom('test_outcomes').select('outcomes').executeTakeFirstOrThrow();
      // Read anew from all reports, with one that failed to begin with.
      await store.transaction(async (tx) => {
        await tx.deleteFrom('test_outcomes').execute();
        await tx
          .insertInto('uncounted_report')
          .values({ build_id: buildKey(jobId, 5), connection_id: 1 })
          .execute();
      });
      while ((await collection.rollUpDirty(50)) > 0);
      const anew = await store.db.selectFrom('test_outcomes').select('outcomes').executeTakeFirstOrThrow();
      expect(Buffer.from(anew.outcomes)).toEqual(Buffer.from(state.outcomes));
    } finally {
      await opened.close();
    }
  });
});
