import { mostBuildNumber } from '../../core/entity-id.ts';
import { outcomesOf } from '../../core/report-outcomes.ts';
import { TestOutcomes } from '../../core/test-outcomes.ts';
import { buildsOfJob } from '../job-summary.ts';
import type { Database } from '../open-store.ts';
import { packedParts } from './packed-parts.ts';

export interface BranchOfJob {
  readonly jobId: number;
  /** 0 = no branch. */
  readonly branchId: number;
}

const reportsAtOnce = 200;
/** Cases read for one answer: about a second of work. Older reports of such a branch are left out. */
const mostCases = 5_000_000;

export const jobOfBuild = (buildId: number): number => Math.floor(buildId / (mostBuildNumber + 1));
export const numberOfBuild = (buildId: number): number => buildId % (mostBuildNumber + 1);

/** The newest outcomes of all tests on a branch, from its reports themselves. */
export async function readOutcomes(db: Database, { branchId, jobId }: BranchOfJob): Promise<TestOutcomes> {
  const outcomes = new TestOutcomes();
  const [from, to] = buildsOfJob(jobId);
  let before = to + 1;
  let cases = 0;
  while (cases < mostCases) {
    const rows = await db
      .selectFrom('test_report')
      .innerJoin('build', 'build.id', 'test_report.build_id')
      .select(['test_report.build_id', 'test_report.results', 'test_report.cases'])
      .where('test_report.build_id', '>=', from)
      .where('test_report.build_id', '<', before)
      .where('test_report.is_complete', '=', 1)
      .where('build.branch_id', branchId === 0 ? 'is' : '=', branchId === 0 ? null : branchId)
      .orderBy('test_report.build_id', 'desc')
      .limit(reportsAtOnce)
      .execute();
    const large = rows.filter(({ results }) => results === null).map(({ build_id }) => build_id);
    const parts = await packedParts(db, large);
    for (const { build_id: id, results } of rows) {
      outcomes.add(numberOfBuild(id), outcomesOf(results === null ? (parts.get(id) ?? []) : [results]));
    }
    cases += rows.reduce((sum, row) => sum + row.cases, 0);
    const last = rows.at(-1);
    if (last === undefined || rows.length < reportsAtOnce) break;
    before = last.build_id;
  }
  return outcomes;
}
