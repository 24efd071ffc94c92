import type { BuildTest } from '@buildbutler/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildKey, publicBuildId } from '../../src/core/entity-id.ts';
import type { TestStatus } from '../../src/core/test-report.ts';
import { type BuildTestsInput, buildTests } from '../../src/insights/build-tests.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { backEnds, type OpenedStore } from '../storage/back-ends.ts';
import { sampleCase, sampleSuite, testsOf } from '../storage/deep-sample.ts';
import { sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';

const order: readonly TestStatus[] = ['failed', 'skipped', 'passed'];
const keptFailures = 30;

const statusAt = (index: number): TestStatus => (index % 11 === 0 ? 'failed' : index % 7 === 0 ? 'skipped' : 'passed');
/** Over 1,500 cases in many parts; the tests of every sixth suite stand in it twice. */
const suites = Array.from({ length: 30 }, (_, suite) =>
  sampleSuite(
    Array.from({ length: 50 }, (_, at) => {
      const index = suite * 50 + at;
      const status = statusAt(index);
      const errorDetails = status === 'failed' ? `expected ${index}` : null;
      return sampleCase({ className: `Org${suite}`, name: `Case ${index}`, status, errorDetails });
    }),
    { name: `Suite ${suite}`, position: suite },
  ),
).flatMap((suite, index) => (index % 6 === 0 ? [suite, { ...suite, name: `Again ${index}` }] : [suite]));

const lineOf = ({ className, name, status, suite }: Pick<BuildTest, 'className' | 'name' | 'status' | 'suite'>) =>
  [status, suite, className, name].join('|');
const truth = suites.flatMap((suite) =>
  suite.cases.map(({ className, name, status }) => ({ className, name, status, suite: suite.name })),
);

describe.each(backEnds)('pages of a large report on $name', ({ open }) => {
  let opened: OpenedStore;
  let id: string;

  beforeAll(async () => {
    opened = await open();
    const { store } = opened;
    const collection = createCollectionStore(store);
    const [jobId = 0] = await collection.recordStep(sampleStep({ newJobs: [sampleJob('a')] }));
    const tests = { total: truth.length, failed: 1, skipped: 1 };
    await collection.recordStep(sampleStep({ builds: [{ jobId, build: sampleBuild({ number: 1, tests }) }] }));
    await collection.recordStep(sampleStep({ deep: [testsOf(jobId, 1, suites)] }));
    const key = buildKey(jobId, 1);
    id = publicBuildId(key);
    // As it is stored of a report with more failures than have rows of their own.
    await store.db
      .deleteFrom('test_failure')
      .where('build_id', '=', key)
      .where('position', '>=', keptFailures)
      .execute();
    await store.db
      .updateTable('test_report')
      .set({ failures_kept: keptFailures })
      .where('build_id', '=', key)
      .execute();
  });
  afterAll(() => opened.close());

  async function allPages(query: Partial<BuildTestsInput>): Promise<BuildTest[]> {
    const all: BuildTest[] = [];
    for (let page = 1; ; page += 1) {
      const { data, meta } = await buildTests(opened.store, { id, page, per_page: 97, ...query });
      all.push(...data);
      if (page * 97 < meta.total) expect(data).toHaveLength(97);
      else {
        expect(all).toHaveLength(meta.total);
        return all;
      }
    }
  }

  it.each([
    {},
    { status: 'failed' },
    { status: 'skipped' },
    { status: 'passed' },
    { q: 'case 12' },
    { q: ' SUITE 3 ', status: 'passed' },
    { q: 'org7.case', status: 'failed' },
    { q: 'again' },
    { q: 'nothing like it' },
  ] as const)('hold every case that matches %j once, in order', async (query: Partial<BuildTestsInput>) => {
    const { q, status } = query;
    const wanted = q?.trim().toLowerCase() ?? '';
    const expected = truth.filter((test) => {
      const texts = [test.suite ?? '', `${test.className}.${test.name}`];
      const isAsked = status === undefined || status === test.status;
      return isAsked && texts.some((text) => text.toLowerCase().includes(wanted));
    });
    const pages = await allPages(query);
    expect(pages.map(lineOf).sort()).toEqual(expected.map(lineOf).sort());
    const places = pages.map((test) => order.indexOf(test.status));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const withError = pages.filter(({ error }) => error !== null);
    expect(withError).toEqual(pages.slice(0, withError.length));
  });

  it('begin with the failures whose texts were kept', async () => {
    const { data, meta } = await buildTests(opened.store, { id, page: 1, per_page: 97 });
    expect(data.filter(({ error }) => error !== null)).toHaveLength(keptFailures);
    expect(data[keptFailures]).toMatchObject({ status: 'failed', error: null });
    expect(meta.total).toBe(truth.length);
  });

  it('behind the last one are empty', async () => {
    const { data, meta } = await buildTests(opened.store, { id, page: 1_000, per_page: 97 });
    expect([data, meta.total]).toEqual([[], truth.length]);
  });
});
