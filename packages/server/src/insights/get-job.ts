import type { Job } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { keyOf } from '../core/entity-id.ts';
import { successRate } from '../core/figures.ts';
import { jenkinsJobUrl } from '../core/jenkins-url.ts';
import { exactPercentile, nearestRank } from '../core/sketch.ts';
import { type Window, windowOf } from '../core/window.ts';
import type { Database, Store } from '../storage/open-store.ts';
import { resultName } from './build-view.ts';
import { figuresOfJob, jobDurations } from './job-figures.ts';
import { historyOf, toJobSummary } from './job-view.ts';

async function branchesOf(db: Database, jobId: number, window: Window): Promise<Job['branches']> {
  const rows = await db
    .selectFrom('build')
    .innerJoin('branch', 'branch.id', 'build.branch_id')
    .select(['branch.name as branch', 'build.result', 'build.duration_ms'])
    .where('build.job_id', '=', jobId)
    .where('build.started_at_ms', '>=', window.sinceMs)
    .where('build.started_at_ms', '<', window.untilMs)
    .where('build.is_building', '=', 0)
    .orderBy('build.id')
    .execute();
  return [...Map.groupBy(rows, (row) => row.branch)]
    .map(([branch, builds]) => {
      const count = (result: number) => builds.filter((build) => build.result === result).length;
      const durations = builds.flatMap(({ result, duration_ms }) =>
        duration_ms !== null && result !== null && result <= 2 ? [duration_ms] : [],
      );
      return {
        branch,
        builds: builds.length,
        successRate: successRate(count(0), count(1), count(2)),
        p50: exactPercentile(Float64Array.from(durations), 0.5),
        lastResult: resultName(builds.at(-1)?.result ?? null),
      };
    })
    .sort((a, b) => b.builds - a.builds);
}

/** One job with its history strip, branches and completeness. Throws `not_found`. */
export async function getJob(store: Store, id: string, range: string, nowMs: number): Promise<Job> {
  const key = keyOf(id);
  const row =
    key === null
      ? undefined
      : await store.db
          .selectFrom('job')
          .innerJoin('connection', 'connection.id', 'job.connection_id')
          .selectAll('job')
          .select(['connection.name as instance', 'connection.base_url'])
          .where('job.id', '=', key)
          .executeTakeFirst();
  if (row === undefined) throw new AppError('not_found', `There is no job ${id}.`);
  const window = windowOf(range, nowMs);
  const figures = await figuresOfJob(store.db, window, row.id);
  const durations = (await jobDurations(store.db, row.id, window)).sort();
  return {
    ...(await toJobSummary(store.db, row, figures, { percentile: (share) => nearestRank(durations, share) })),
    url: jenkinsJobUrl(row.base_url, row.full_name),
    history: await historyOf(store.db, row.id, 60),
    branches: await branchesOf(store.db, row.id, window),
    completeness: {
      known: row.collected_count,
      expected: row.expected_count,
      open: row.open_count,
      lost: row.lost_count,
    },
  };
}

/** Whether a job exists; for lists below it. Throws `not_found`. */
export async function requireJob(store: Store, id: string): Promise<void> {
  const key = keyOf(id);
  const row =
    key === null ? undefined : await store.db.selectFrom('job').select('id').where('id', '=', key).executeTakeFirst();
  if (row === undefined) throw new AppError('not_found', `There is no job ${id}.`);
}
