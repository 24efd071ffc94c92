import { sql } from 'kysely';
import { buildKey, mostBuildNumber } from '../core/entity-id.ts';
import type { DatabaseTransaction } from './open-store.ts';
import { StatementCache } from './statement-cache.ts';
import type { JobRow } from './tables.ts';
import { updateJobs } from './update-jobs.ts';

const success = 0;
const unstable = 1;
const failure = 2;
const decidedResults = [success, unstable, failure];

/** What a job's row says of its newest builds. */
export type JobSummary = Pick<
  JobRow,
  'last_number' | 'last_started_at_ms' | 'last_result' | 'is_building' | 'red_since_ms' | 'red_since_number'
>;

export const summaryColumns = [
  'last_number',
  'last_started_at_ms',
  'last_result',
  'is_building',
  'red_since_ms',
  'red_since_number',
] as const satisfies readonly (keyof JobSummary)[];

/** The key range of one job's builds: they lie together, ordered by number. */
export function buildsOfJob(jobId: number): readonly [from: number, to: number] {
  return [buildKey(jobId, 0), buildKey(jobId, mostBuildNumber)];
}

interface Source {
  readonly tx: DatabaseTransaction;
  readonly statements: StatementCache;
}

async function redSince(
  { tx, statements }: Source,
  from: number,
  to: number,
): Promise<{ number: number; started_at_ms: number } | null> {
  const builds = () => tx.selectFrom('build').where('id', '>=', from).where('id', '<=', to);
  const decided = await statements.run(
    tx,
    'newest decided build',
    () => builds().select('result').where('result', 'in', decidedResults).orderBy('id', 'desc').limit(1),
    [from, to, ...decidedResults, 1],
  );
  const [last] = decided.rows;
  if (last === undefined || last.result === success) return null;
  const green = await statements.run(
    tx,
    'newest green build',
    () => builds().select('id').where('result', '=', success).orderBy('id', 'desc').limit(1),
    [from, to, success, 1],
  );
  const after = green.rows[0]?.id ?? from;
  const red = await statements.run(
    tx,
    'oldest red build',
    () =>
      builds()
        .select(['number', 'started_at_ms'])
        .where('id', '>', after)
        .where('result', 'in', [unstable, failure])
        .orderBy('id', 'asc')
        .limit(1),
    [from, to, after, unstable, failure, 1],
  );
  return red.rows[0] ?? null;
}

/** The jobs of a connection that have a build that runs: never more than there are executors. */
export async function jobsWithRunningBuild({
  tx,
  statements,
  connectionId,
}: Source & { readonly connectionId: number }): Promise<ReadonlySet<number>> {
  const { rows } = await statements.run(
    tx,
    'running builds of a connection',
    () =>
      tx
        .selectFrom('build')
        .select('job_id')
        .where('is_building', '=', sql.lit(1))
        .where('connection_id', '=', connectionId),
    [connectionId],
  );
  return new Set(rows.map((row) => row.job_id));
}

/** Whether a job has a build that runs. */
async function hasRunningBuild({ tx, statements }: Source, jobId: number): Promise<boolean> {
  const [from, to] = buildsOfJob(jobId);
  const { rows } = await statements.run(
    tx,
    'running build',
    () =>
      tx
        .selectFrom('build')
        .select('id')
        .where('is_building', '=', 1)
        .where('id', '>=', from)
        .where('id', '<=', to)
        .limit(1),
    [1, from, to, 1],
  );
  return rows.length > 0;
}

async function summarise(source: Source, jobId: number): Promise<JobSummary> {
  const { tx, statements } = source;
  const [from, to] = buildsOfJob(jobId);
  const builds = () => tx.selectFrom('build').where('id', '>=', from).where('id', '<=', to);
  const last = await statements.run(
    tx,
    'newest build',
    () => builds().select(['number', 'started_at_ms']).orderBy('id', 'desc').limit(1),
    [from, to, 1],
  );
  const finished = await statements.run(
    tx,
    'newest finished build',
    () => builds().select('result').where('is_building', '=', 0).orderBy('id', 'desc').limit(1),
    [from, to, 0, 1],
  );
  const red = await redSince(source, from, to);
  return {
    last_number: last.rows[0]?.number ?? null,
    last_started_at_ms: last.rows[0]?.started_at_ms ?? null,
    last_result: finished.rows[0]?.result ?? null,
    is_building: (await hasRunningBuild(source, jobId)) ? 1 : 0,
    red_since_ms: red?.started_at_ms ?? null,
    red_since_number: red?.number ?? null,
  };
}

/** The summary alone, its members in one order. */
export function pickSummary(summary: JobSummary): JobSummary {
  return {
    last_number: summary.last_number,
    last_started_at_ms: summary.last_started_at_ms,
    last_result: summary.last_result,
    is_building: summary.is_building,
    red_since_ms: summary.red_since_ms,
    red_since_number: summary.red_since_number,
  };
}

/** Rewrites what the job row says of its newest builds, from the builds themselves, so that backfill out of order stays right. */
export async function refreshJobSummary(
  tx: DatabaseTransaction,
  jobId: number,
  statements = new StatementCache(),
): Promise<void> {
  const source = { tx, statements };
  await updateJobs(source, new Map([[jobId, await summarise(source, jobId)]]));
}
