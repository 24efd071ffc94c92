import { setImmediate as otherTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { mostBuildNumber } from '../../core/entity-id.ts';
import { outcomesOf } from '../../core/report-outcomes.ts';
import { TestOutcomes } from '../../core/test-outcomes.ts';
import { buildsOfJob } from '../job-summary.ts';
import type { Database } from '../open-store.ts';
import { packedInSlices } from './packed-parts.ts';

export interface BranchOfJob {
  readonly jobId: number;
  /** 0 = no branch. */
  readonly branchId: number;
}

const reportsAtOnce = 200;
/** Reports and cases read for one answer. Tests that hardly ever run have older runs, which are left out. */
const mostReports = 2_000;
const mostCases = 5_000_000;
/** A branch with fewer builds, over all jobs, is found by its name; one with more by its job. */
const fewBuilds = 1_000;

export const jobOfBuild = (buildId: number): number => Math.floor(buildId / (mostBuildNumber + 1));
export const numberOfBuild = (buildId: number): number => buildId % (mostBuildNumber + 1);

/** Builds of a job on a branch that hardly any build is on, newest first; null where it has many. */
async function buildsOnSmallBranch(db: Database, { branchId, jobId }: BranchOfJob): Promise<readonly number[] | null> {
  if (branchId === 0) return null;
  const rows = await db.selectFrom('build').select('id').where('branch_id', '=', branchId).limit(fewBuilds).execute();
  if (rows.length === fewBuilds) return null;
  const own = rows.map(({ id }) => id).filter((id) => jobOfBuild(id) === jobId);
  return own.sort((a, b) => b - a);
}

interface ReportRow {
  readonly build_id: number;
  readonly results: Uint8Array | null;
  readonly cases: number;
}

function reportsOfBuilds(db: Database, ids: readonly number[]): Promise<ReportRow[]> {
  return db
    .selectFrom('test_report')
    .select(['build_id', 'results', 'cases'])
    .where('build_id', 'in', ids)
    .where('is_complete', '=', 1)
    .orderBy('build_id', 'desc')
    .execute();
}

function reportsOfJob(db: Database, { branchId, jobId }: BranchOfJob, before: number): Promise<ReportRow[]> {
  return (
    db
      .selectFrom('test_report')
      .innerJoin('build', 'build.id', 'test_report.build_id')
      .select(['test_report.build_id', 'test_report.results', 'test_report.cases'])
      .where('test_report.build_id', '>=', buildsOfJob(jobId)[0])
      .where('test_report.build_id', '<', before)
      .where('test_report.is_complete', '=', 1)
      // With the plus no index of branches is taken: most builds there are may be on this one.
      .where(branchId === 0 ? sql<boolean>`build.branch_id is null` : sql<boolean>`+build.branch_id = ${branchId}`)
      .orderBy('test_report.build_id', 'desc')
      .limit(reportsAtOnce)
      .execute()
  );
}

/** Reports of a branch, newest first, some at a time. */
async function* reportsOf(db: Database, place: BranchOfJob): AsyncGenerator<readonly ReportRow[]> {
  const few = await buildsOnSmallBranch(db, place);
  if (few !== null) {
    for (let at = 0; at < few.length; at += reportsAtOnce) {
      yield await reportsOfBuilds(db, few.slice(at, at + reportsAtOnce));
    }
    return;
  }
  let before = buildsOfJob(place.jobId)[1] + 1;
  for (;;) {
    const rows = await reportsOfJob(db, place, before);
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < reportsAtOnce) return;
    before = last.build_id;
  }
}

/** Takes a report in; false when it lies between those that are held already. A large one is never held as a whole. */
export async function takeReport(
  db: Database,
  outcomes: TestOutcomes,
  { build_id: buildId, results }: Pick<ReportRow, 'build_id' | 'results'>,
): Promise<boolean> {
  if (results !== null) return outcomes.add(numberOfBuild(buildId), outcomesOf([results]));
  if (!outcomes.begin(numberOfBuild(buildId))) return false;
  for await (const packed of packedInSlices(db, buildId)) outcomes.take(outcomesOf(packed));
  return true;
}

/** The newest outcomes of all tests on a branch, from its reports themselves. */
export async function readOutcomes(db: Database, place: BranchOfJob): Promise<TestOutcomes> {
  const outcomes = new TestOutcomes();
  let reports = 0;
  let cases = 0;
  for await (const rows of reportsOf(db, place)) {
    for (const row of rows) {
      if (reports >= mostReports || cases >= mostCases) return outcomes;
      await takeReport(db, outcomes, row);
      reports += 1;
      cases += row.cases;
    }
    await otherTurn();
  }
  return outcomes;
}
