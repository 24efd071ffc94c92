import { sql } from 'kysely';
import { mostBuildNumber } from '../../core/entity-id.ts';
import { findTestEnds, type TestEnd } from '../../core/pack-test-cases.ts';
import { numberOfTest, projectOfTest } from '../../core/test-key.ts';
import type { TestStatus } from '../../core/test-report.ts';
import { buildsOfJob } from '../job-summary.ts';
import type { Database } from '../open-store.ts';
import { bucketOfTest } from './bucket.ts';

/** How a test ended in one build. */
export interface TestRun {
  readonly buildId: number;
  readonly jobId: number;
  readonly number: number;
  readonly startedAtMs: number;
  /** The worst of them where it stands in the report more than once. */
  readonly status: TestStatus;
  /** Their sum; null when none says. */
  readonly durationMs: number | null;
}

export interface TestHistory {
  /** Newest first. */
  readonly runs: readonly TestRun[];
  /** Where to go on; null at the end. */
  readonly next: TestHistoryPlace | null;
}

/** A place between two runs. */
export interface TestHistoryPlace {
  readonly startedAtMs: number;
  readonly buildId: number;
}

export interface TestHistoryOptions {
  readonly most: number;
  /** One job only, which is one branch of a multibranch project. */
  readonly jobId?: number | undefined;
  readonly before?: TestHistoryPlace | null | undefined;
}

/** Reports looked through for one answer: a test that is gone stands in none of the newest. */
const mostReports = 1_000;
const newest: TestHistoryPlace = { startedAtMs: Number.MAX_SAFE_INTEGER, buildId: 0 };

interface ReportRow {
  readonly build_id: number;
  readonly started_at_ms: number;
  readonly results: Uint8Array | null;
}

function reportsBefore(
  db: Database,
  testId: number,
  {
    jobId,
    place,
    most,
  }: { readonly jobId: number | undefined; readonly place: TestHistoryPlace; readonly most: number },
): Promise<ReportRow[]> {
  const reports = db
    .selectFrom('test_report')
    .select(['build_id', 'started_at_ms', 'results'])
    .where('is_complete', '=', 1)
    .limit(most);
  if (jobId === undefined) {
    return reports
      .where(sql<boolean>`is_shared = 1`)
      .where('project_id', '=', projectOfTest(testId))
      .where(sql<boolean>`(started_at_ms, build_id) < (${place.startedAtMs}, ${place.buildId})`)
      .orderBy('started_at_ms', 'desc')
      .orderBy('build_id', 'desc')
      .execute();
  }
  const [from, to] = buildsOfJob(jobId);
  return reports
    .where('build_id', '>=', from)
    .where('build_id', '<', place === newest ? to + 1 : Math.min(to + 1, place.buildId))
    .where('project_id', '=', projectOfTest(testId))
    .orderBy('build_id', 'desc')
    .execute();
}

/** The only job whose reports the test stands in; undefined when branches share it. */
async function ownerOf(db: Database, testId: number): Promise<number | undefined> {
  const project = await db
    .selectFrom('test_project')
    .select('job_id')
    .where('id', '=', projectOfTest(testId))
    .executeTakeFirst();
  return project?.job_id ?? undefined;
}

/** Where the test lies in the reports that are kept in several values. */
async function partsWith(db: Database, testId: number, rows: readonly ReportRow[]): Promise<Map<number, Uint8Array[]>> {
  const parts = new Map<number, Uint8Array[]>();
  const large = rows.filter(({ results }) => results === null).map(({ build_id }) => build_id);
  for (let at = 0; at < large.length; at += 500) {
    const found = await db
      .selectFrom('test_part')
      .select(['build_id', 'results'])
      .where('build_id', 'in', large.slice(at, at + 500))
      .where('bucket', '=', bucketOfTest(numberOfTest(testId)))
      .orderBy('build_id')
      .orderBy('part')
      .execute();
    for (const { build_id, results } of found) parts.set(build_id, [...(parts.get(build_id) ?? []), results]);
  }
  return parts;
}

function worst(ends: readonly TestEnd[]): TestStatus {
  if (ends.some(({ status }) => status === 'failed')) return 'failed';
  return ends.some(({ status }) => status === 'passed') ? 'passed' : 'skipped';
}

function toRun({ build_id: buildId, started_at_ms: startedAtMs }: ReportRow, ends: readonly TestEnd[]): TestRun {
  const durations = ends.flatMap(({ durationMs }) => durationMs ?? []);
  return {
    buildId,
    jobId: Math.floor(buildId / (mostBuildNumber + 1)),
    number: buildId % (mostBuildNumber + 1),
    startedAtMs,
    status: worst(ends),
    durationMs: durations.length === 0 ? null : durations.reduce((sum, value) => sum + value, 0),
  };
}

/** The last runs of a test over all jobs that share it, or of one job. `testId` is a key as `testKey` makes it. */
export async function historyOfTest(
  db: Database,
  testId: number,
  { most, before = null, ...options }: TestHistoryOptions,
): Promise<TestHistory> {
  const jobId = options.jobId ?? (await ownerOf(db, testId));
  const runs: TestRun[] = [];
  let place = before ?? newest;
  for (let looked = 0; looked < mostReports; ) {
    const wanted = Math.min(most - runs.length, mostReports - looked);
    const rows = await reportsBefore(db, testId, { jobId, place, most: wanted });
    const parts = await partsWith(db, testId, rows);
    for (const row of rows) {
      const packed = row.results === null ? (parts.get(row.build_id) ?? []) : [row.results];
      const ends = packed.flatMap((bytes) => findTestEnds(bytes, numberOfTest(testId)));
      if (ends.length > 0) runs.push(toRun(row, ends));
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < wanted) return { runs, next: null };
    place = { startedAtMs: last.started_at_ms, buildId: last.build_id };
    if (runs.length >= most) break;
    looked += rows.length;
  }
  return { runs, next: place };
}
