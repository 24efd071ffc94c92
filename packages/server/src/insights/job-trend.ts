import type { JobTrend } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { changePoints } from '../core/change-points.ts';
import { keyOf, publicBuildId } from '../core/entity-id.ts';
import { windowOf } from '../core/window.ts';
import type { Store } from '../storage/open-store.ts';
import { iso } from './build-view.ts';
import { requireJob } from './get-job.ts';

export interface JobTrendInput {
  readonly id: string;
  readonly range: string;
  readonly branch?: string | undefined;
}

const mostPoints = 2_000;
const failure = 2;

/** Durations of a job build by build, and where they changed for good. Throws `not_found`. */
export async function jobTrend(store: Store, { branch, id, range }: JobTrendInput, nowMs: number): Promise<JobTrend> {
  await requireJob(store, id);
  const jobId = keyOf(id);
  if (jobId === null) throw new AppError('not_found', `There is no job ${id}.`);
  const window = windowOf(range, nowMs);
  let query = store.db
    .selectFrom('build')
    .leftJoin('branch', 'branch.id', 'build.branch_id')
    .select([
      'build.id',
      'build.number',
      'build.started_at_ms',
      'build.duration_ms',
      'build.result',
      'branch.name as branch',
    ])
    .where('build.job_id', '=', jobId)
    .where('build.started_at_ms', '>=', window.sinceMs)
    .where('build.started_at_ms', '<', window.untilMs)
    .where('build.result', '<=', failure)
    .where('build.duration_ms', 'is not', null);
  if (branch) query = query.where('branch.name', '=', branch);
  const rows = (await query.orderBy('build.started_at_ms', 'desc').limit(mostPoints).execute()).reverse();
  const points = rows.map((row): JobTrend['points'][number] => ({
    id: publicBuildId(row.id),
    number: row.number,
    timestamp: iso(row.started_at_ms),
    result: row.result === 0 ? 'SUCCESS' : row.result === 1 ? 'UNSTABLE' : 'FAILURE',
    duration: row.duration_ms ?? 0,
    branch: row.branch,
  }));
  // Failed builds end wherever they fail: how long they took says nothing about the job.
  const whole = points.filter(({ result }) => result !== 'FAILURE');
  const changes = changePoints(whole.map(({ duration }) => duration)).flatMap(({ after, at, before }) => {
    const point = whole[at];
    if (point === undefined) return [];
    const { id: buildId, number, timestamp } = point;
    return [{ id: buildId, number, timestamp, before, after, ratio: after / Math.max(1, before) }];
  });
  return { points, changes };
}
