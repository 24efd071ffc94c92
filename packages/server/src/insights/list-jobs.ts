import type { JobSummary, jobSorts } from '@buildbutler/contract';
import type { Expression, SqlBool } from 'kysely';
import type { BuildResult } from '../core/build.ts';
import { windowOf } from '../core/window.ts';
import type { Database, Store } from '../storage/open-store.ts';
import type { JobRow } from '../storage/tables.ts';
import { type BuildFilter, connectionIdsOf, idList, jobConditions, resultNumbers } from './build-filter.ts';
import { durationSketches, type JobFigures, jobFigures, successRateOf } from './job-figures.ts';
import { toJobSummary } from './job-view.ts';

type JobSort = (typeof jobSorts)[number];

export interface ListJobsInput extends Omit<BuildFilter, 'result' | 'number'> {
  readonly range: string;
  readonly lastResult?: readonly BuildResult[] | undefined;
  readonly red?: 'true' | undefined;
  readonly sort: JobSort;
  readonly order: 'asc' | 'desc';
  readonly page: number;
  readonly per_page: number;
}

export interface JobList {
  readonly data: JobSummary[];
  readonly meta: { page: number; per_page: number; total: number };
}

type Row = JobRow & { instance: string };

async function matchingJobs(db: Database, input: ListJobsInput): Promise<Row[]> {
  const connectionIds = await connectionIdsOf(db, input.instance);
  return db
    .selectFrom('job')
    .innerJoin('connection', 'connection.id', 'job.connection_id')
    .selectAll('job')
    .select('connection.name as instance')
    .where((e) => {
      const conditions: Expression<SqlBool>[] = jobConditions(e as never, input);
      if (connectionIds !== null) conditions.push(e('job.connection_id', 'in', idList(connectionIds)));
      if (input.include !== 'matrix') conditions.push(e('job.kind', '!=', 'matrix-configuration'));
      if (input.red) conditions.push(e('job.red_since_ms', 'is not', null));
      if (input.lastResult?.length) conditions.push(e('job.last_result', 'in', resultNumbers(input.lastResult)));
      if (input.branch) {
        conditions.push(
          e.exists(
            e
              .selectFrom('build')
              .innerJoin('branch', 'branch.id', 'build.branch_id')
              .select('build.id')
              .whereRef('build.job_id', '=', 'job.id')
              .where('branch.name', '=', input.branch),
          ),
        );
      }
      return e.and(conditions);
    })
    .execute();
}

function sortValues(figures: ReadonlyMap<number, JobFigures>, sort: JobSort): (row: Row) => number | string | null {
  const of = (row: Row) => figures.get(row.id);
  const values: Record<JobSort, (row: Row) => number | string | null> = {
    p50: (row) => of(row)?.durations.percentile(0.5) ?? null,
    p95: (row) => of(row)?.durations.percentile(0.95) ?? null,
    name: (row) => row.full_name,
    lastBuildAt: (row) => row.last_started_at_ms,
    builds: (row) => of(row)?.builds ?? 0,
    failures: (row) => of(row)?.failures ?? 0,
    successRate: (row) => successRateOf(of(row)),
    minutesBurnt: (row) => of(row)?.redMs ?? 0,
    redSince: (row) => row.red_since_ms,
  };
  return values[sort];
}

function sortRows(rows: readonly Row[], valueAt: (row: Row) => number | string | null, order: 'asc' | 'desc'): Row[] {
  const direction = order === 'asc' ? 1 : -1;
  const keyed = rows.map((row) => ({ row, value: valueAt(row) }));
  keyed.sort((a, b) => {
    // Jobs without a value come last in both directions.
    if (a.value === null || b.value === null)
      return a.value === b.value ? a.row.full_name.localeCompare(b.row.full_name) : a.value === null ? 1 : -1;
    const difference = typeof a.value === 'string' ? a.value.localeCompare(String(b.value)) : a.value - Number(b.value);
    return difference * direction || a.row.full_name.localeCompare(b.row.full_name);
  });
  return keyed.map(({ row }) => row);
}

/** Jobs with their figures over a range, sorted and paged. */
export async function listJobs(store: Store, input: ListJobsInput, nowMs: number): Promise<JobList> {
  const window = windowOf(input.range, nowMs);
  const { branch, category, instance } = input;
  const filter = { branch, category, instance };
  const figures = await jobFigures(store, window, filter, input.sort === 'p50' || input.sort === 'p95');
  const matching = await matchingJobs(store.db, input);
  const rows = category?.length ? matching.filter(({ id }) => figures.has(id)) : matching;
  const sorted = sortRows(rows, sortValues(figures, input.sort), input.order);
  const page = sorted.slice((input.page - 1) * input.per_page, input.page * input.per_page);
  const ids = page.map(({ id }) => id);
  const durations = await durationSketches(store, window, filter, ids);
  const data: JobSummary[] = [];
  for (const row of page) data.push(await toJobSummary(store.db, row, figures.get(row.id), durations.get(row.id)));
  return { data, meta: { page: input.page, per_page: input.per_page, total: rows.length } };
}
