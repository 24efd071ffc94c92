import type { Window } from '../core/window.ts';
import type { Database } from '../storage/open-store.ts';
import { idList } from './build-filter.ts';

export interface JobFigures {
  readonly builds: number;
  readonly failures: number;
  readonly success: number;
  /** SUCCESS, UNSTABLE and FAILURE builds: those that success rate and durations are about. */
  readonly decided: number;
  readonly redMs: number;
  readonly durationSum: number;
}

/** SUCCESS among the decided; null when there is none. */
export function successRateOf(figures: JobFigures | undefined): number | null {
  return figures === undefined || figures.decided === 0 ? null : figures.success / figures.decided;
}

const redResults = [1, 2];

/** Counts and sums of finished builds by job over a window, in one pass of the index. */
export async function jobFigures(
  db: Database,
  window: Window,
  jobIds: readonly number[] | null,
): Promise<ReadonlyMap<number, JobFigures>> {
  let query = db
    .selectFrom('build')
    .select((e) => [
      'job_id',
      e.fn.countAll<number>().as('builds'),
      e.fn.sum<number>(e.case().when('result', 'in', redResults).then(e.lit(1)).else(e.lit(0)).end()).as('failures'),
      e.fn.sum<number>(e.case().when('result', '=', 0).then(e.lit(1)).else(e.lit(0)).end()).as('success'),
      e.fn.sum<number>(e.case().when('result', '<=', 2).then(e.lit(1)).else(e.lit(0)).end()).as('decided'),
      e.fn
        .sum<number>(e.case().when('result', 'in', redResults).then(e.ref('duration_ms')).else(e.lit(0)).end())
        .as('red_ms'),
      e.fn
        .sum<number>(e.case().when('result', '<=', 2).then(e.ref('duration_ms')).else(e.lit(0)).end())
        .as('duration_sum'),
    ])
    .where('started_at_ms', '>=', window.sinceMs)
    .where('started_at_ms', '<', window.untilMs)
    .where('is_building', '=', 0)
    .groupBy('job_id');
  if (jobIds !== null) query = query.where('job_id', 'in', idList(jobIds));
  const rows = await query.execute();
  return new Map(
    rows.map((row) => [
      row.job_id,
      {
        builds: row.builds,
        failures: row.failures,
        success: row.success,
        decided: row.decided,
        redMs: row.red_ms ?? 0,
        durationSum: row.duration_sum ?? 0,
      },
    ]),
  );
}

/** Durations of SUCCESS, UNSTABLE and FAILURE builds of some jobs in a window; a job without any is absent. */
export async function durationsByJob(
  db: Database,
  jobIds: readonly number[],
  window: Window,
): Promise<Map<number, Float64Array>> {
  const rows = await db
    .selectFrom('build')
    .select(['job_id', 'duration_ms'])
    .where('job_id', 'in', jobIds)
    .where('started_at_ms', '>=', window.sinceMs)
    .where('started_at_ms', '<', window.untilMs)
    .where('result', '<=', 2)
    .where('duration_ms', 'is not', null)
    .execute();
  const byJob = Map.groupBy(rows, (row) => row.job_id);
  return new Map([...byJob].map(([id, some]) => [id, Float64Array.from(some, (row) => row.duration_ms ?? 0)]));
}

/** Durations of SUCCESS, UNSTABLE and FAILURE builds of one job in a window. */
export async function jobDurations(db: Database, jobId: number, window: Window): Promise<Float64Array> {
  return (await durationsByJob(db, [jobId], window)).get(jobId) ?? new Float64Array();
}
