import type { FlakyTest, flakySorts } from '@buildbutler/contract';
import { publicBuildId, publicJobId } from '../../core/entity-id.ts';
import { flakyReasons } from '../../core/flaky.ts';
import { projectOfTest, publicTestId } from '../../core/test-key.ts';
import { windowOf } from '../../core/window.ts';
import { buildsOfJob } from '../../storage/job-summary.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import { historyOfTest } from '../../storage/test-reports/history-of-test.ts';
import { tagsOfTests } from '../../storage/test-tag-repository.ts';
import { iso, isoOrNull } from '../build-view.ts';
import { namesOfJobs } from '../jobs-asked.ts';
import { type FlakyRow, flakyRows } from './flaky-rows.ts';
import { type Reruns, rerunsOf } from './reruns-of-tests.ts';
import type { TestFilter } from './test-filter.ts';
import { buildPoints, namesOfProjects, namesOfTestKeys } from './test-names.ts';

export interface ListFlakyTestsInput extends TestFilter {
  readonly sort: (typeof flakySorts)[number];
  readonly order: 'asc' | 'desc';
  readonly page: number;
  readonly per_page: number;
}

export interface FlakyTestList {
  readonly data: FlakyTest[];
  readonly meta: { page: number; per_page: number; total: number };
}

const noReruns: Reruns = { builds: 0, minutes: 0 };
const reportsWithout = 10;

async function sortKeys(db: Database, rows: readonly FlakyRow[], input: ListFlakyTestsInput, nowMs: number) {
  switch (input.sort) {
    case 'flips':
      return (row: FlakyRow) => row.flips;
    case 'passRate':
      return (row: FlakyRow) => row.passed / row.runs;
    case 'lastFlip':
      return (row: FlakyRow) => row.lastFlipMs ?? 0;
    case 'cost': {
      const reruns = await rerunsOf(db, rows, windowOf(input.range, nowMs));
      return (row: FlakyRow) => reruns.get(row)?.minutes ?? 0;
    }
    case 'name': {
      const names = await namesOfTestKeys(
        db,
        rows.map(({ testId }) => testId),
      );
      const ranked = [...names].sort(([, a], [, b]) => {
        const [one, other] = [`${a.className ?? ''}.${a.name}`, `${b.className ?? ''}.${b.name}`];
        return one < other ? -1 : one > other ? 1 : 0;
      });
      const ranks = new Map(ranked.map(([key], rank) => [key, rank]));
      return (row: FlakyRow) => ranks.get(row.testId) ?? 0;
    }
  }
}

async function sorted(db: Database, rows: readonly FlakyRow[], input: ListFlakyTestsInput, nowMs: number) {
  const keyOf = await sortKeys(db, rows, input, nowMs);
  const direction = input.order === 'asc' ? 1 : -1;
  return rows.toSorted(
    (a, b) =>
      (keyOf(a) - keyOf(b)) * direction ||
      a.passed / a.runs - b.passed / b.runs ||
      a.testId - b.testId ||
      a.jobId - b.jobId ||
      a.branchId - b.branchId,
  );
}

/** What its runs on the job tell besides their outcomes. */
async function runsOf(db: Database, { jobId, lastRunMs, runs, testId }: FlakyRow) {
  const [from] = buildsOfJob(jobId);
  const last = await db
    .selectFrom('build')
    .select('id')
    .where('job_id', '=', jobId)
    .where('started_at_ms', '=', lastRunMs)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  const history = await historyOfTest(db, testId, { most: runs, jobId });
  const times = history.runs.flatMap(({ durationMs }) => durationMs ?? []);
  const lastBuildId = last?.id ?? from;
  const later = await db
    .selectFrom('test_report')
    .select('build_id')
    .where('build_id', '>', lastBuildId)
    .where('build_id', '<=', buildsOfJob(jobId)[1])
    .where('is_complete', '=', 1)
    .limit(reportsWithout)
    .execute();
  const sum = times.reduce((total, value) => total + value, 0);
  return {
    lastBuildId,
    avgDuration: times.length === 0 ? null : Math.round(sum / times.length),
    isVanished: later.length === reportsWithout && !history.runs.some(({ buildId }) => buildId > lastBuildId),
  };
}

async function toFlakyTests(
  db: Database,
  rows: readonly FlakyRow[],
  reruns: ReadonlyMap<FlakyRow, Reruns>,
): Promise<FlakyTest[]> {
  const keys = rows.map(({ testId }) => testId);
  const names = await namesOfTestKeys(db, keys);
  const projects = await namesOfProjects(db, keys.map(projectOfTest));
  const tags = await tagsOfTests(db, keys);
  const jobs = await namesOfJobs(
    db,
    rows.map(({ jobId }) => jobId),
  );
  const tests: FlakyTest[] = [];
  for (const row of rows) {
    const { avgDuration, isVanished, lastBuildId } = await runsOf(db, row);
    const point = await buildPoints(db, [lastBuildId]);
    const name = names.get(row.testId);
    const project = projects.get(projectOfTest(row.testId));
    const isFailing = row.recent.endsWith('f');
    tests.push({
      id: publicTestId(row.testId),
      name: name?.name ?? '?',
      className: name?.className ?? null,
      project: project?.fullName ?? '?',
      instance: project?.instance ?? '?',
      status: isFailing ? 'failed' : 'passed',
      lastBuild: point(lastBuildId),
      lastRunAt: iso(row.lastRunMs),
      // It has passed within these runs, so its failures began with the last flip.
      failingSince: isFailing ? isoOrNull(row.lastFlipMs) : null,
      runs: row.runs,
      passed: row.passed,
      failed: row.runs - row.passed,
      skipped: 0,
      passRate: row.passed / row.runs,
      avgDuration,
      tags: [...(tags.get(row.testId) ?? [])],
      isFlaky: true,
      isVanished,
      jobId: publicJobId(row.jobId),
      jobName: jobs.get(row.jobId)?.fullName ?? '?',
      branch: row.branch,
      flips: row.flips,
      lastFlipAt: isoOrNull(row.lastFlipMs),
      lastFlipBuildId: row.lastFlipBuildId === null ? null : publicBuildId(row.lastFlipBuildId),
      reason: flakyReasons[row.reason] ?? 'flips',
      recent: row.recent,
      reruns: reruns.get(row) ?? noReruns,
    });
  }
  return tests;
}

/** Flaky tests by branch of a job, sorted and paged; their runs are the newest ones that the rules look at. */
export async function listFlakyTests(store: Store, input: ListFlakyTestsInput, nowMs: number): Promise<FlakyTestList> {
  const { db } = store;
  const rows = await sorted(db, await flakyRows(db, input, nowMs), input, nowMs);
  const page = rows.slice((input.page - 1) * input.per_page, input.page * input.per_page);
  const reruns = await rerunsOf(db, page, windowOf(input.range, nowMs));
  const data = await toFlakyTests(db, page, reruns);
  return { data, meta: { page: input.page, per_page: input.per_page, total: rows.length } };
}
