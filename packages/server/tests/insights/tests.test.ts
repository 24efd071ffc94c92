import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs } from '../../src/core/calendar.ts';
import { publicJobId } from '../../src/core/entity-id.ts';
import type { TestStatus } from '../../src/core/test-report.ts';
import { listFlakyJobs } from '../../src/insights/tests/flaky-jobs.ts';
import { flakyTrend, listFlips } from '../../src/insights/tests/flaky-trend.ts';
import { getTest } from '../../src/insights/tests/get-test.ts';
import { listFlakyTests } from '../../src/insights/tests/list-flaky-tests.ts';
import { listTestRuns } from '../../src/insights/tests/list-test-runs.ts';
import { type ListTestsInput, listTests } from '../../src/insights/tests/list-tests.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { writeTagsOfTest } from '../../src/storage/test-tag-repository.ts';
import { backEnds, type OpenedStore } from '../storage/back-ends.ts';
import { sampleCase, sampleStage, sampleSuite, stagesOf, testsOf } from '../storage/deep-sample.ts';
import { addConnection, sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';

const now = Date.UTC(2026, 2, 31, 12);
const range = '30d';
const since = now - 30 * dayMs;

/** A repeatable sequence of numbers in [0, 1). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Run {
  readonly job: string;
  readonly number: number;
  readonly branch: string;
  readonly commit: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly test: string;
  readonly status: TestStatus;
  readonly testMs: number;
}

const jobs = ['team/api', 'repo/main', 'repo/feature'] as const;
const testNames = ['steady', 'flaky', 'sometimes', 'broken', 'skipped', 'gone'];

function end(test: string, number: number, random: () => number): TestStatus | null {
  if (test === 'gone') return number <= 60 ? 'passed' : null;
  if (test === 'skipped') return 'skipped';
  if (test === 'broken') return number > 70 ? 'failed' : 'passed';
  const rate = test === 'flaky' ? 0.4 : test === 'sometimes' ? 0.05 : 0;
  return random() < 0.1 ? 'skipped' : random() < rate ? 'failed' : 'passed';
}

function inventRuns(): Run[] {
  const random = sequence(5);
  const runs: Run[] = [];
  for (const job of jobs) {
    for (let number = 1; number <= 80; number += 1) {
      const common = {
        job,
        number,
        branch: job === 'team/api' ? (random() < 0.7 ? 'main' : 'next') : job.slice(5),
        commit: `c${Math.floor(number / 2)}`,
        // Forty days, so that some lie before the range.
        startedAtMs: now - Math.floor((40 * dayMs * (81 - number)) / 81),
        durationMs: 60_000 + Math.floor(random() * 60_000),
      };
      for (const test of testNames) {
        const status = end(test, number, random);
        if (status !== null) runs.push({ ...common, test, status, testMs: Math.floor(random() * 1_000) });
      }
    }
  }
  return runs;
}

const runs = inventRuns();
const projectOf = (job: string) => (job.startsWith('repo/') ? 'repo' : job);
const inRange = (run: Run) => run.startedAtMs >= since && run.startedAtMs < now;
const count = (some: readonly Run[], status: TestStatus) => some.filter((run) => run.status === status).length;
/** A branch's runs of a test as letters, oldest first. */
const letters = (some: readonly Run[]) =>
  some.filter(({ status }) => status !== 'skipped').map(({ status }) => (status === 'passed' ? 'p' : 'f'));
const isFailedBuild = (run: Run) =>
  runs.some(({ job, number, status }) => job === run.job && number === run.number && status === 'failed');

describe.each(backEnds)('tests on $name', ({ open }) => {
  let opened: OpenedStore;
  let jobIds: readonly number[];

  beforeAll(async () => {
    opened = await open();
    const { store } = opened;
    const collection = createCollectionStore(store);
    await addConnection(store, 1, 'Production');
    jobIds = await collection.recordStep(
      sampleStep({
        newJobs: jobs.map((name) =>
          sampleJob(name, { kind: name.startsWith('repo/') ? 'multibranch-branch' : 'pipeline' }),
        ),
      }),
    );
    const builds = Map.groupBy(runs, ({ job, number }) => `${job}#${number}`);
    const toBuild = ([first]: readonly Run[]) => {
      const { branch, commit, durationMs, job, number, startedAtMs } = first as Run;
      const result = isFailedBuild(first as Run) ? ('UNSTABLE' as const) : ('SUCCESS' as const);
      const tests = { total: 6, failed: 0, skipped: 0 };
      return {
        jobId: jobIds[jobs.indexOf(job as 'team/api')] ?? 0,
        build: sampleBuild({ number, startedAtMs, durationMs, branch, commit, result, tests }),
      };
    };
    await collection.recordStep(sampleStep({ builds: [...builds.values()].map(toBuild) }));
    const deep = [...builds.values()].flatMap((some) => {
      const { jobId, build } = toBuild(some);
      const cases = some.map(({ status, test, testMs }) =>
        sampleCase({
          className: 'org.Suite',
          name: test,
          status,
          durationMs: testMs,
          errorDetails: status === 'failed' ? `expected ${testMs} at 0x1f` : null,
        }),
      );
      const stage = sampleStage({ name: 'Test', status: build.result === 'SUCCESS' ? 'success' : 'failure' });
      return [
        testsOf(jobId, build.number, [sampleSuite(cases, { name: 'unit' })]),
        stagesOf(jobId, build.number, [sampleStage({ name: 'Build' }), stage]),
      ];
    });
    await collection.recordStep(sampleStep({ deep }));
    while ((await collection.rollUpDirty(500)) > 0);
  });
  afterAll(() => opened.close());

  const ask = (input: Partial<ListTestsInput> = {}) =>
    listTests(opened.store, { range, tz: 'UTC', sort: 'failed', order: 'desc', page: 1, per_page: 100, ...input }, now);
  const idOf = async (project: string, test: string) =>
    (await ask()).data.find((row) => row.project === project && row.name === test)?.id ?? 't_none';

  const questions: readonly [string, Partial<ListTestsInput>, (run: Run) => boolean][] = [
    ['everything', {}, () => true],
    ['a job', { job: 'team/api' }, ({ job }) => job === 'team/api'],
    ['a branch', { branch: 'main' }, ({ branch }) => branch === 'main'],
    ['a part of the name', { test: 'SUITE.fla' }, ({ test }) => test === 'flaky'],
    ['seven days', { range: '7d' }, ({ startedAtMs }) => startedAtMs >= now - 7 * dayMs],
  ];

  it.each(questions)('count like a recount of %s', async (_name, input, isMeant) => {
    const meant = Map.groupBy(
      runs.filter((run) => inRange(run) && isMeant(run)),
      ({ job, test }) => `${projectOf(job)} ${test}`,
    );
    const { data, meta } = await ask(input);
    expect(meta.total).toBe(meant.size);
    for (const row of data) {
      const own = (meant.get(`${row.project} ${row.name}`) ?? []).toSorted((a, b) => a.startedAtMs - b.startedAtMs);
      const last = own.at(-1);
      expect(row).toMatchObject({
        ...{
          runs: own.length,
          passed: count(own, 'passed'),
          failed: count(own, 'failed'),
          skipped: count(own, 'skipped'),
        },
        ...{ passRate: count(own, 'passed') / own.length, instance: 'Production', className: 'org.Suite' },
        avgDuration: Math.round(own.reduce((sum, { testMs }) => sum + testMs, 0) / own.length),
        lastRunAt: new Date(last?.startedAtMs ?? 0).toISOString(),
        isVanished: row.name === 'gone',
      });
    }
    expect(data.map(({ failed }) => failed)).toEqual(data.map(({ failed }) => failed).toSorted((a, b) => b - a));
  });

  it('know since when one fails, also from before the range', async () => {
    const { data } = await ask({ range: '24h', status: ['failed'], job: 'team/api', test: 'broken' });
    const first = runs.find(({ job, number, test }) => job === 'team/api' && number === 71 && test === 'broken');
    expect(data.map(({ failingSince }) => failingSince)).toEqual([new Date(first?.startedAtMs ?? 0).toISOString()]);
  });

  it('page without leaving one out, in each order', async () => {
    for (const sort of ['name', 'lastRun', 'runs', 'failed', 'passRate', 'avgDuration'] as const) {
      const pages = [];
      for (const page of [1, 2, 3]) pages.push(...(await ask({ sort, page, per_page: 5 })).data.map(({ id }) => id));
      expect(new Set(pages).size, sort).toBe(12);
    }
  });

  it('are found by their tags, and without them', async () => {
    const { store } = opened;
    const id = await idOf('team/api', 'steady');
    const testId = Number.parseInt(id.slice(2), 36);
    const tag = (change: { add: string[]; remove: string[] }) =>
      store.transaction((tx) => writeTagsOfTest(tx, { testId, connectionId: 1 }, change));
    expect(await tag({ add: ['slow', 'db'], remove: [] })).toBe(true);
    expect(await tag({ add: ['slow'], remove: [] })).toBe(false);
    expect((await ask({ tag: ['slow', 'db'] })).data.map((row) => [row.id, row.tags])).toEqual([[id, ['db', 'slow']]]);
    expect((await ask({ withoutTag: ['db'] })).meta.total).toBe(11);
    expect(await tag({ add: [], remove: ['slow', 'db'] })).toBe(true);
    expect((await ask({ tag: ['slow'] })).data).toEqual([]);
  });

  it('tell their days, branches, timeline and errors', async () => {
    const id = await idOf('repo', 'flaky');
    const own = runs.filter((run) => projectOf(run.job) === 'repo' && run.test === 'flaky' && inRange(run));
    const test = await getTest(opened.store, { id, range, tz: 'Europe/Berlin' }, now);
    const sorted = own.map(({ testMs }) => testMs).toSorted((a, b) => a - b);
    const rank = (share: number) => sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1];
    expect(test).toMatchObject({ runs: own.length, failed: count(own, 'failed'), suite: 'unit', isFlaky: true });
    expect(test.duration).toMatchObject({ p50: rank(0.5), p95: rank(0.95), max: sorted.at(-1) });
    expect(test.days.reduce((sum, day) => sum + day.runs, 0)).toBe(own.length);
    expect(test.days.reduce((sum, day) => sum + day.failed, 0)).toBe(count(own, 'failed'));
    expect(Object.fromEntries(test.branches.map(({ branch, runs: some }) => [branch, some]))).toEqual(
      Object.fromEntries(
        ['main', 'feature'].map((branch) => [branch, own.filter((run) => run.branch === branch).length]),
      ),
    );
    expect(test.errors.map(({ count: times, title }) => [title, times])).toEqual([
      ['expected # at #', count(own, 'failed')],
    ]);
    const newest = own.toSorted((a, b) => a.startedAtMs - b.startedAtMs || a.job.localeCompare(b.job)).slice(-100);
    expect(test.timeline.map(({ status }) => status).toSorted()).toEqual(newest.map(({ status }) => status).toSorted());
    const onMain = await getTest(opened.store, { id, range, tz: 'UTC', branch: 'main' }, now);
    expect(onMain.runs).toBe(own.filter(({ branch }) => branch === 'main').length);
    await expect(getTest(opened.store, { id: 't_zzzzzz', range, tz: 'UTC' }, now)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('list every run once, with errors, page by page', async () => {
    const id = await idOf('repo', 'flaky');
    const seen: string[] = [];
    let cursor = '';
    do {
      const { data, meta } = await listTestRuns(opened.store, { id, limit: 7, cursor, status: 'failed' });
      seen.push(...data.map(({ branch, build, error }) => `${branch} ${build.number} ${error}`));
      cursor = meta.next_cursor ?? '';
    } while (cursor !== '');
    const failed = runs.filter(
      ({ job, status, test }) => projectOf(job) === 'repo' && test === 'flaky' && status === 'failed',
    );
    expect(seen.toSorted()).toEqual(
      failed.map(({ branch, number, testMs }) => `${branch} ${number} expected ${testMs} at 0x1f`).toSorted(),
    );
    await expect(listTestRuns(opened.store, { id, limit: 7, cursor: 'x!' })).rejects.toMatchObject({
      code: 'bad_request',
    });
  });

  const flakyInput = { range, tz: 'UTC', page: 1, per_page: 100 } as const;

  it('flake by the definition, and cost what their re-runs took', async () => {
    const { data } = await listFlakyTests(opened.store, { ...flakyInput, sort: 'flips', order: 'desc' }, now);
    const expected: string[] = [];
    for (const [key, own] of Map.groupBy(runs, ({ branch, job, test }) => `${job} ${branch} ${test}`)) {
      const recent = letters(own).slice(-30).join('');
      const flips = [...recent.matchAll(/(?=pf|fp)/g)].length;
      const rate = recent.replaceAll('f', '').length / recent.length;
      if (flips < 5 && !(rate > 0 && rate < 0.8 && recent.length >= 5)) continue;
      const broken = new Set<string>();
      let reruns = 0;
      for (const run of own.filter(inRange)) {
        if (broken.has(run.commit)) reruns += 1;
        if (run.status === 'failed') broken.add(run.commit);
      }
      expected.push(`${key} ${recent} ${flips} ${reruns}`);
    }
    expect(expected.length).toBeGreaterThan(3);
    const found = data.map(
      (row) => `${row.jobName} ${row.branch} ${row.name} ${row.recent} ${row.flips} ${row.reruns.builds}`,
    );
    expect(found.toSorted()).toEqual(expected.toSorted());
    expect(data.map(({ flips }) => flips)).toEqual(data.map(({ flips }) => flips).toSorted((a, b) => b - a));
    for (const sort of ['passRate', 'lastFlip', 'cost', 'name'] as const) {
      expect((await listFlakyTests(opened.store, { ...flakyInput, sort, order: 'asc' }, now)).data).toHaveLength(
        data.length,
      );
    }
  });

  it('turn as often as a recount says, by day and one by one', async () => {
    const { data: flaky } = await listFlakyTests(opened.store, { ...flakyInput, sort: 'flips', order: 'desc' }, now);
    const turns: string[] = [];
    for (const { branch, jobName, name } of flaky) {
      const own = runs.filter(
        (run) => run.job === jobName && run.branch === branch && run.test === name && run.status !== 'skipped',
      );
      for (const [index, run] of own.entries()) {
        const before = own[index - 1];
        if (before !== undefined && before.status !== run.status && inRange(run))
          turns.push(`${jobName} ${run.number} ${name} ${run.status}`);
      }
    }
    const trend = await flakyTrend(opened.store, { range, tz: 'America/New_York' }, now);
    expect(trend.days.reduce((sum, { flips }) => sum + flips, 0)).toBe(turns.length);
    const flips = await listFlips(opened.store, { ...flakyInput, per_page: 1_000 }, now);
    expect(
      flips.data.map(({ build, test, to }) => `${build.jobName} ${build.number} ${test.name} ${to}`).toSorted(),
    ).toEqual(turns.toSorted());
    // A whole day of summer time, four hours behind.
    const day = trend.days.find(({ flips: some, key: name }) => some > 0 && name > '2026-03-09');
    const [key = ''] = [day?.key];
    const oneDay = `${key}T04:00:00Z..${new Date(Date.parse(`${key}T04:00:00Z`) + dayMs).toISOString()}`;
    expect((await listFlips(opened.store, { ...flakyInput, range: oneDay }, now)).meta.total).toBe(day?.flips);
  });

  it('name the jobs and stages that pass on a re-run of the same commit', async () => {
    const { data } = await listFlakyJobs(opened.store, { range, page: 1, per_page: 100 }, now);
    const builds = Map.groupBy(runs.filter(inRange), ({ job, number }) => `${job}#${number}`);
    for (const { branch, jobId, jobName, kind, passedOnRerun, recent, stage } of data) {
      const own = [...builds.values()]
        .map(([first]) => first as Run)
        .filter((run) => run.job === jobName && run.branch === branch);
      const letter = (run: Run) => (isFailedBuild(run) ? 'f' : 'p');
      const commits = Map.groupBy(own, ({ commit }) => commit);
      const passed = [...commits.values()].filter((some) => /f.*p/.test(some.map(letter).join('')));
      expect(jobId).toBe(publicJobId(jobIds[jobs.indexOf(jobName as 'team/api')] ?? 0));
      expect(kind === 'stage' ? stage : null).toBe(kind === 'stage' ? 'Test' : null);
      if (kind === 'stage') continue;
      expect(passedOnRerun).toBe(passed.length);
      expect(recent).toBe(own.map(letter).slice(-30).join(''));
    }
    expect(data.filter(({ kind }) => kind === 'job').length).toBeGreaterThan(1);
    expect(data.filter(({ kind }) => kind === 'stage').length).toBeGreaterThan(1);
  });
});
