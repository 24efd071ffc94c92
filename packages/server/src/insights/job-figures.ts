import { bucketOf, Sketch } from '../core/sketch.ts';
import type { Window } from '../core/window.ts';
import type { Database, Store } from '../storage/open-store.ts';
import type { BuildFilter } from './build-filter.ts';
import { rowFilter } from './row-filter.ts';

export interface JobFigures {
  readonly builds: number;
  readonly failures: number;
  readonly success: number;
  /** SUCCESS, UNSTABLE and FAILURE builds: those that success rate and durations are about. */
  readonly decided: number;
  readonly redMs: number;
  readonly durationSum: number;
  readonly durations: Pick<Sketch, 'percentile'>;
}

/** SUCCESS among the decided; null when there is none. */
export function successRateOf(figures: JobFigures | undefined): number | null {
  return figures === undefined || figures.decided === 0 ? null : figures.success / figures.decided;
}

const failure = 2;
const resultMask = 7;

class JobSum implements JobFigures {
  builds = 0;
  failures = 0;
  success = 0;
  decided = 0;
  redMs = 0;
  durationSum = 0;
  readonly durations = new Sketch();

  /** Adds a build and the bucket of its duration; −1 = the duration is not known. */
  add(result: number, durationMs: number, bucket: number, hasPercentiles = true): void {
    this.builds += 1;
    if (result > failure) return;
    this.decided += 1;
    if (result === 0) this.success += 1;
    else this.failures += 1;
    if (durationMs < 0) return;
    this.durationSum += durationMs;
    if (result !== 0) this.redMs += durationMs;
    if (hasPercentiles) this.durations.addBucket(bucket);
  }
}

/** What figures of jobs may be narrowed by, besides the jobs themselves. */
export type JobFigureFilter = Pick<BuildFilter, 'branch' | 'category' | 'instance'>;

/** Counts and sums of finished builds by job over a window; configurations of matrices too. */
export async function jobFigures(
  store: Store,
  window: Window,
  filter: JobFigureFilter,
  hasPercentiles: boolean,
): Promise<ReadonlyMap<number, JobFigures>> {
  const its = await rowFilter(store.db, { ...filter, include: 'matrix' });
  const sums: (JobSum | undefined)[] = [];
  for await (const part of store.columns.builds(window)) {
    const { columns } = part;
    const count = its.select(part);
    const rows = its.rows;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] as number;
      const job = columns.job[row] as number;
      let sum = sums[job];
      if (sum === undefined) {
        sum = new JobSum();
        sums[job] = sum;
      }
      sum.add(
        (columns.result[row] as number) & resultMask,
        (columns.duration[row] as number) - 1,
        columns.durationBucket[row] as number,
        hasPercentiles,
      );
    }
  }
  const found = new Map<number, JobFigures>();
  sums.forEach((sum, job) => {
    if (sum !== undefined) found.set(job, sum);
  });
  return found;
}

/** Percentiles (within 1 %) of the durations that `jobFigures` sums, of some jobs: those of all jobs cost several times as much. */
export async function durationSketches(
  store: Store,
  window: Window,
  filter: JobFigureFilter,
  jobIds: readonly number[],
): Promise<ReadonlyMap<number, Sketch>> {
  const sketches = new Map(jobIds.map((id) => [id, new Sketch()]));
  const its = (await rowFilter(store.db, { ...filter, include: 'matrix' })).and('job', jobIds);
  for await (const part of store.columns.builds(window)) {
    const { columns } = part;
    const count = its.select(part);
    const rows = its.rows;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] as number;
      if (((columns.result[row] as number) & resultMask) > failure || columns.duration[row] === 0) continue;
      sketches.get(columns.job[row] as number)?.addBucket(columns.durationBucket[row] as number);
    }
  }
  return sketches;
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

/** Figures of one job, from its own rows: a page that shows one job needs no others. */
export async function figuresOfJob(db: Database, window: Window, jobId: number): Promise<JobFigures | undefined> {
  const rows = await db
    .selectFrom('build')
    .select(['result', 'duration_ms'])
    .where('job_id', '=', jobId)
    .where('started_at_ms', '>=', window.sinceMs)
    .where('started_at_ms', '<', window.untilMs)
    .where('is_building', '=', 0)
    .execute();
  if (rows.length === 0) return undefined;
  const sum = new JobSum();
  for (const { duration_ms, result } of rows) {
    const durationMs = duration_ms === null ? -1 : Math.max(0, duration_ms);
    sum.add(result ?? failure + 1, durationMs, bucketOf(Math.max(0, durationMs)));
  }
  return sum;
}
