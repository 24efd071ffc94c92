import type { Database } from '../storage/open-store.ts';
import { type BuildFilter, jobConditions } from './build-filter.ts';

export type JobFilter = Pick<BuildFilter, 'folder' | 'job' | 'q'>;

/** Ids of the jobs that a folder, a job or a part of a name narrows a question to; null = none of them is asked. */
export async function jobsAsked(db: Database, filter: JobFilter): Promise<ReadonlySet<number> | null> {
  if (!filter.folder && !filter.job && !filter.q) return null;
  const rows = await db
    .selectFrom('job')
    .select('job.id')
    .where((e) => e.and(jobConditions(e as never, filter)))
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Tells whether a job is meant: matrix configurations are only where they are asked for. */
export async function jobMatcher(
  db: Database,
  filter: JobFilter & Pick<BuildFilter, 'include'>,
): Promise<(jobId: number) => boolean> {
  const asked = await jobsAsked(db, filter);
  if (filter.include === 'matrix') return (jobId) => asked === null || asked.has(jobId);
  const cells = await db.selectFrom('job').select('id').where('kind', '=', 'matrix-configuration').execute();
  const left = new Set(cells.map(({ id }) => id));
  return (jobId) => (asked === null || asked.has(jobId)) && !left.has(jobId);
}

export interface NamedJob {
  readonly fullName: string;
  readonly connectionId: number;
}

const idsPerStatement = 500;

/** Full names of jobs by id; such as are not there are absent. */
export async function namesOfJobs(db: Database, ids: Iterable<number>): Promise<ReadonlyMap<number, NamedJob>> {
  const wanted = [...new Set(ids)];
  const names = new Map<number, NamedJob>();
  for (let at = 0; at < wanted.length; at += idsPerStatement) {
    const rows = await db
      .selectFrom('job')
      .select(['id', 'full_name', 'connection_id'])
      .where('id', 'in', wanted.slice(at, at + idsPerStatement))
      .execute();
    for (const row of rows) names.set(row.id, { fullName: row.full_name, connectionId: row.connection_id });
  }
  return names;
}
