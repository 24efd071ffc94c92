import { projectOfTest } from '../../core/test-key.ts';
import { windowOf } from '../../core/window.ts';
import type { Database } from '../../storage/open-store.ts';
import { connectionIdsOf, idList } from '../build-filter.ts';
import { jobMatcher } from '../jobs-asked.ts';
import { type TestFilter, testMatcher } from './test-filter.ts';

/** A test that is flaky on a branch of a job. */
export interface FlakyRow {
  readonly testId: number;
  readonly jobId: number;
  /** 0 = no branch. */
  readonly branchId: number;
  readonly branch: string | null;
  readonly runs: number;
  readonly passed: number;
  readonly flips: number;
  /** Index into `flakyReasons`. */
  readonly reason: number;
  readonly recent: string;
  readonly lastRunMs: number;
  readonly lastFlipBuildId: number | null;
  readonly lastFlipMs: number | null;
}

/** The flaky tests of a question that ran last within its range. */
export async function flakyRows(db: Database, input: TestFilter, nowMs: number): Promise<readonly FlakyRow[]> {
  const { sinceMs, untilMs } = windowOf(input.range, nowMs);
  const connectionIds = await connectionIdsOf(db, input.instance);
  const isJobMeant = await jobMatcher(db, input);
  let query = db
    .selectFrom('flaky_test')
    .leftJoin('branch', 'branch.id', 'flaky_test.branch_id')
    .selectAll('flaky_test')
    .select('branch.name as branch')
    .where('last_run_ms', '>=', sinceMs)
    .where('last_run_ms', '<', untilMs);
  if (connectionIds !== null) query = query.where('connection_id', 'in', idList(connectionIds));
  if (input.branch) query = query.where('branch.name', '=', input.branch);
  const rows = await query.execute();
  const projects = [...new Set(rows.map(({ test_id }) => projectOfTest(test_id)))];
  const isMeant = await testMatcher(db, input, projects);
  return rows
    .filter(({ job_id, test_id }) => isJobMeant(job_id) && isMeant(test_id))
    .map((row) => ({
      testId: row.test_id,
      jobId: row.job_id,
      branchId: row.branch_id,
      branch: row.branch,
      runs: row.runs,
      passed: row.passed,
      flips: row.flips,
      reason: row.reason,
      recent: row.recent,
      lastRunMs: row.last_run_ms,
      lastFlipBuildId: row.last_flip_build_id,
      lastFlipMs: row.last_flip_ms,
    }));
}
