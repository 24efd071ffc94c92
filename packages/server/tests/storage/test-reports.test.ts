import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildKey } from '../../src/core/entity-id.ts';
import type { TestCaseResult, TestSuitePart } from '../../src/core/test-report.ts';
import type { CollectionStore } from '../../src/storage/collection.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import type { Store } from '../../src/storage/open-store.ts';
import { historyOfTest } from '../../src/storage/test-reports/history-of-test.ts';
import { readFailedTests, readFailuresOfTest } from '../../src/storage/test-reports/read-failed-tests.ts';
import { readTestReport, type StoredTestCase } from '../../src/storage/test-reports/read-test-report.ts';
import { backEnds, type OpenedStore } from './back-ends.ts';
import { sampleCase, sampleSuite, testsOf } from './deep-sample.ts';
import { sampleBuild, sampleJob, sampleStep } from './sample.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const name = fc.oneof(
  fc.constantFrom('adds', 'subtracts', '', 'adds [1]'),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);
const anyCase: fc.Arbitrary<TestCaseResult> = fc
  .record({
    className: fc.option(fc.oneof(fc.constantFrom('A', 'B', ''), name)),
    name,
    status: fc.constantFrom('passed', 'failed', 'skipped'),
    durationMs: fc.option(fc.nat(100_000)),
    text: fc.option(fc.string({ unit: 'grapheme', maxLength: 600 })),
  })
  .map(({ text, ...part }) =>
    sampleCase({
      ...part,
      errorDetails: part.status === 'failed' ? text : null,
      errorStackTrace: part.status === 'failed' && text !== null ? `${text}\n\tat x` : null,
      skippedMessage: part.status === 'skipped' ? (text?.slice(0, 100) ?? null) : null,
    }),
  );
const anySuite: fc.Arbitrary<TestSuitePart> = fc.record({
  position: fc.nat(3),
  name: fc.option(fc.oneof(fc.constantFrom('unit', 'it'), name)),
  stageNames: fc.array(fc.constantFrom('Test', 'linux'), { maxLength: 2 }),
  cases: fc.array(anyCase, { maxLength: 12 }),
});

/** What must be read back, in any order. */
function flat(suites: readonly TestSuitePart[]): string[] {
  const clean = (text: string | null) => text?.replaceAll('\0', '\uFFFD').toWellFormed() ?? null;
  return suites
    .flatMap((suite) =>
      suite.cases.map((test) =>
        JSON.stringify([
          ...[clean(test.className), clean(test.name), clean(suite.name), suite.stageNames],
          ...[test.status, test.durationMs, test.skippedMessage?.toWellFormed() ?? null],
        ]),
      ),
    )
    .sort();
}

describe.each(backEnds)('test reports on $name', ({ name: backEnd, open }) => {
  const isEmbedded = backEnd === 'SQLite';
  let opened: OpenedStore;
  let store: Store;
  let collection: CollectionStore;
  let jobId: number;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
    collection = createCollectionStore(store);
    [jobId = 0] = await collection.recordStep(sampleStep({ newJobs: [sampleJob('a')] }));
  });
  afterEach(() => opened.close());

  async function addBuilds(numbers: readonly number[], job = jobId): Promise<void> {
    await collection.recordStep(
      sampleStep({
        builds: numbers.map((number) => ({
          jobId: job,
          build: sampleBuild({ number, tests: { total: 1, failed: 0, skipped: 0 } }),
        })),
      }),
    );
  }
  async function casesOf(number: number, job = jobId): Promise<StoredTestCase[]> {
    const report = await readTestReport(store.db, buildKey(job, number));
    const cases: StoredTestCase[] = [];
    if (report !== null) for await (const some of report.cases()) cases.push(...some);
    return cases;
  }
  const flatStored = (cases: readonly StoredTestCase[]) =>
    cases
      .map((test) =>
        JSON.stringify([
          ...[test.className, test.name, test.suiteName, test.stageNames],
          ...[test.status, test.durationMs, test.skippedMessage],
        ]),
      )
      .sort();
  const part = (number: number, at: number, isLast: boolean, suites: readonly TestSuitePart[]) =>
    ({ ...testsOf(jobId, number, suites), part: at, isLast }) as ReturnType<typeof testsOf>;

  it('come back as they were, whole or in parts, with duplicates and odd names', async () => {
    await addBuilds([1]);
    await fc.assert(
      fc.asyncProperty(fc.array(anySuite, { maxLength: 5 }), fc.integer({ min: 1, max: 4 }), async (suites, parts) => {
        const all = flat(suites);
        if (all.length === 0) return;
        const size = Math.ceil(suites.length / parts);
        const deep = Array.from({ length: parts }, (_, at) =>
          part(1, at, at === parts - 1, suites.slice(at * size, (at + 1) * size)),
        );
        await collection.recordStep(sampleStep({ deep: deep.slice(0, 1) }));
        await collection.recordStep(sampleStep({ deep: deep.slice(1) }));
        const report = await readTestReport(store.db, buildKey(jobId, 1));
        const cases = suites.flatMap((suite) => suite.cases);
        expect(report).toMatchObject({
          total: cases.length,
          failed: cases.filter(({ status }) => status === 'failed').length,
          skipped: cases.filter(({ status }) => status === 'skipped').length,
          durationMs: cases.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0),
        });
        expect(flatStored(await casesOf(1))).toEqual(all);
        const failures = await readFailedTests(store.db, buildKey(jobId, 1), { most: 1_000 });
        expect(failures.map(({ error, stack }) => [error, stack])).toEqual(
          cases
            .filter(({ status }) => status === 'failed')
            .map((test) => [test.errorDetails?.toWellFormed() ?? null, test.errorStackTrace?.toWellFormed() ?? null]),
        );
      }),
      { numRuns: isEmbedded ? 60 : 15 },
    );
  });

  it('are shown when they are whole, and only then', async () => {
    await addBuilds([1]);
    const suite = (at: number) => sampleSuite([sampleCase({ name: `t${at}` })], { position: at });
    await collection.recordStep(sampleStep({ deep: [part(1, 0, false, [suite(0)])] }));
    expect(await readTestReport(store.db, buildKey(jobId, 1))).toBeNull();
    await expect(collection.recordStep(sampleStep({ deep: [part(1, 2, true, [suite(2)])] }))).rejects.toThrow(/Part 2/);
    await collection.recordStep(sampleStep({ deep: [part(1, 1, false, [suite(1)])] }));
    // The collector was stopped here and begins again.
    const restarted = createCollectionStore(store);
    await restarted.recordStep(sampleStep({ deep: [part(1, 0, false, [suite(0)])] }));
    await restarted.recordStep(sampleStep({ deep: [part(1, 1, true, [suite(3)])] }));
    expect((await casesOf(1)).map((test) => test.name).sort()).toEqual(['t0', 't3']);
    await expect(restarted.recordStep(sampleStep({ deep: [part(1, 2, true, [])] }))).rejects.toThrow(/Part 2/);
    await expect(restarted.recordStep(sampleStep({ deep: [part(1, 5, true, [])] }))).rejects.toThrow(/Part 5/);
  });

  it('a step that fails adds no names, and the next one is right', async () => {
    await addBuilds([1]);
    const suites = [sampleSuite([sampleCase({ name: 'x' }), sampleCase({ name: 'y' })])];
    const clash = sampleStep({ newJobs: [sampleJob('b'), sampleJob('a')], deep: [testsOf(jobId, 1, suites)] });
    await expect(collection.recordStep(clash)).rejects.toThrow();
    expect(await store.db.selectFrom('test_case').selectAll().execute()).toEqual([]);
    await collection.recordStep(sampleStep({ deep: [testsOf(jobId, 1, [sampleSuite([sampleCase({ name: 'z' })])])] }));
    await collection.recordStep(sampleStep({ deep: [testsOf(jobId, 1, suites)] }));
    expect((await casesOf(1)).map((test) => test.name)).toEqual(['x', 'y']);
  });

  it('branches of a multibranch project share their tests, through renames; other jobs do not', async () => {
    const branch = (fullName: string) => sampleJob(fullName, { kind: 'multibranch-branch' });
    const jobs = await collection.recordStep(
      sampleStep({
        newJobs: [branch('org/repo/main'), branch('org/repo/dev'), branch('org/other/main'), sampleJob('org/repo/x')],
      }),
    );
    const [main = 0, dev = 0, other = 0, plain = 0] = jobs;
    for (const job of [main, dev, other, plain]) await addBuilds([1], job);
    const suites = [sampleSuite([sampleCase()])];
    const record = (job: number) => collection.recordStep(sampleStep({ deep: [testsOf(job, 1, suites)] }));
    await collection.recordStep(sampleStep({ deep: [dev, main, other, plain].map((job) => testsOf(job, 1, suites)) }));
    const idOf = async (job: number) => (await casesOf(1, job))[0]?.testId;
    expect(await idOf(dev)).toBe(await idOf(main));
    expect(new Set(await Promise.all([main, other, plain].map(idOf))).size).toBe(3);
    await collection.recordStep(
      sampleStep({
        jobChanges: [
          { id: main, path: ['org', 'renamed', 'main'] },
          { id: dev, path: ['org', 'renamed', 'dev'] },
        ],
      }),
    );
    const [late = 0, stranger = 0] = await collection.recordStep(
      sampleStep({ newJobs: [branch('org/renamed/late'), branch('org/repo/main')] }),
    );
    for (const job of [late, stranger]) {
      await addBuilds([1], job);
      await record(job);
    }
    expect(await idOf(late)).toBe(await idOf(main));
    expect(await idOf(stranger)).not.toBe(await idOf(main));
  });

  it('tell the history of one test over all branches or in one, whatever the size of the reports', async () => {
    const [main = 0, dev = 0] = await collection.recordStep(
      sampleStep({
        newJobs: ['r/main', 'r/dev'].map((fullName) => sampleJob(fullName, { kind: 'multibranch-branch' })),
      }),
    );
    const numbers = Array.from({ length: 30 }, (_, index) => index + 1);
    await addBuilds(numbers, main);
    await addBuilds(numbers, dev);
    const others = (count: number) =>
      Array.from({ length: count }, (_, index) => sampleCase({ name: `other ${index}` }));
    const wanted = (number: number) => [
      sampleCase({ name: 'wanted', status: number % 3 === 0 ? 'failed' : 'passed', durationMs: number }),
      ...(number % 4 === 0 ? [sampleCase({ name: 'wanted', status: 'skipped', durationMs: null })] : []),
    ];
    for (const number of numbers) {
      const cases = [...others(number % 2 === 0 ? 5 : 1_200), ...(number % 5 === 0 ? [] : wanted(number))];
      await collection.recordStep(
        sampleStep({
          deep: [testsOf(main, number, [sampleSuite(cases)]), testsOf(dev, number, [sampleSuite(wanted(number + 1))])],
        }),
      );
    }
    const testId = (await casesOf(1, main)).find((test) => test.name === 'wanted')?.testId ?? 0;
    const inMain = numbers.filter((number) => number % 5 !== 0).reverse();
    const mainRuns = await historyOfTest(store.db, testId, { most: 100, jobId: main });
    expect(mainRuns.next).toBeNull();
    expect(mainRuns.runs.map((run) => [run.jobId, run.number, run.status, run.durationMs])).toEqual(
      inMain.map((number) => [main, number, number % 3 === 0 ? 'failed' : 'passed', number]),
    );
    // Both branches have builds that began at the same time.
    const all: string[] = [];
    let before = null;
    do {
      const page = await historyOfTest(store.db, testId, { most: 7, before });
      expect(page.runs.length).toBeLessThanOrEqual(7);
      all.push(...page.runs.map((run) => `${run.startedAtMs} ${run.jobId === main ? 'main' : 'dev'} ${run.number}`));
      before = page.next;
    } while (before !== null);
    expect(all).toHaveLength(inMain.length + numbers.length);
    expect(new Set(all).size).toBe(all.length);
    expect(all.map((run) => Number(run.split(' ')[0]))).toEqual(
      [...all.map((run) => Number(run.split(' ')[0]))].sort((a, b) => b - a),
    );
    expect((await historyOfTest(store.db, testId + 1_000_000, { most: 5 })).runs).toEqual([]);
  });

  it('keep long texts of failures in bounds, and say so', async () => {
    await addBuilds([1, 2]);
    const stack = `java.lang.AssertionError\n${'\tat org.example.Calc.add(Calc.java:7)\n'.repeat(3_000)}Caused by: the end`;
    const failing = sampleCase({
      status: 'failed',
      age: 3,
      failedSince: 7,
      errorDetails: 'expected 1\0 but was 2',
      errorStackTrace: stack,
    });
    const plain = sampleCase({ status: 'failed', name: 'plain', age: null, errorDetails: null, errorStackTrace: null });
    for (const number of [1, 2]) {
      await collection.recordStep(
        sampleStep({ deep: [testsOf(jobId, number, [sampleSuite([failing, plain], { stageNames: ['Test'] })])] }),
      );
    }
    const [first, second] = await readFailedTests(store.db, buildKey(jobId, 1), { most: 10 });
    expect(first).toMatchObject({
      name: 'adds',
      suiteName: 'org.example.CalcTest',
      stageNames: ['Test'],
      age: 3,
      failedSince: 7,
    });
    expect(first).toMatchObject({ isCut: true, error: 'expected 1\0 but was 2', durationMs: 12 });
    expect(first?.stack?.length).toBeLessThan(33_000);
    expect(first?.stack).toMatch(
      /^java.lang.AssertionError[^…]*\n… \d+ characters left out …\n[^…]*Caused by: the end$/,
    );
    expect(second).toMatchObject({ name: 'plain', age: null, isCut: false, error: null, stack: null });
    expect(await readFailedTests(store.db, buildKey(jobId, 1), { most: 10, after: 0 })).toEqual([second]);
    const failures = await readFailuresOfTest(store.db, first?.testId ?? 0, { most: 10 });
    expect(failures.map(({ buildId }) => buildId)).toEqual([buildKey(jobId, 2), buildKey(jobId, 1)]);
  });

  it('park a project whose names change with every build', async () => {
    await addBuilds([1, 2]);
    await collection.recordStep(sampleStep({ deep: [testsOf(jobId, 1, [sampleSuite([sampleCase()])])] }));
    await store.db
      .updateTable('test_project')
      .set({ next_test: 2 ** 21 - 1 })
      .execute();
    const names = ['a', 'b'].map((value) => sampleCase({ name: value }));
    await collection.recordStep(sampleStep({ deep: [testsOf(jobId, 2, [sampleSuite(names)])] }));
    expect(await readTestReport(store.db, buildKey(jobId, 2))).toBeNull();
    expect((await collection.countDeepWork(1)).byKind.tests).toEqual({ open: 0, parked: 1 });
    await collection.recordStep(sampleStep({ deep: [testsOf(jobId, 2, [sampleSuite([sampleCase()])])] }));
    expect(await casesOf(2)).toHaveLength(1);
  });

  it('of any size are recorded in bounded memory', { timeout: 240_000 }, async () => {
    const count = isEmbedded ? 500_000 : 20_000;
    const perPart = 5_000;
    await addBuilds([1]);
    const casesFrom = (first: number) =>
      Array.from({ length: perPart }, (_, index) =>
        sampleCase({
          className: `org.example.generated.Suite${Math.floor((first + index) / 100)}Test`,
          name: `case number ${first + index}`,
          status: (first + index) % 20 === 0 ? 'failed' : 'passed',
          errorDetails: 'x'.repeat(300),
          errorStackTrace: 'at y\n'.repeat(200),
        }),
      );
    const usedBytes = () => {
      collectGarbage();
      const { arrayBuffers, heapUsed } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const before = usedBytes();
    let peak = 0;
    for (let first = 0; first < count; first += perPart) {
      const isLast = first + perPart >= count;
      await collection.recordStep(
        sampleStep({ deep: [part(1, first / perPart, isLast, [sampleSuite(casesFrom(first), { position: first })])] }),
      );
      if (isLast || first % (10 * perPart) === 0) peak = Math.max(peak, usedBytes() - before);
    }
    let seen = 0;
    const report = await readTestReport(store.db, buildKey(jobId, 1));
    for await (const some of report?.cases() ?? []) seen += some.length;
    expect(seen).toBe(count);
    expect(report).toMatchObject({ total: count, failed: count / 20 });
    // All of them are some 400 MB; the store keeps the numbers of 100,000 names.
    expect(peak).toBeLessThan(100_000_000);
    const size = await store.db
      .selectFrom('test_failure')
      .select((e) => [e.fn.countAll<number>().as('rows'), e.fn.max<number>('position').as('last')])
      .executeTakeFirstOrThrow();
    expect(size.rows).toBe(Math.min(count / 20, 20_000));
  });
});
