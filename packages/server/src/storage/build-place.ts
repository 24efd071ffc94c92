import type { ConnectionProblem } from '../core/connection.ts';
import type { ItemPath, JobKind } from '../core/job.ts';
import { toState } from './connection-state-row.ts';
import type { Database } from './open-store.ts';

/** Where a build is to be found in Jenkins. */
export interface BuildPlace {
  readonly connectionId: number;
  readonly jobId: number;
  readonly path: ItemPath;
  readonly kind: JobKind;
  readonly number: number;
  readonly isInJenkins: boolean;
}

/** The place of the build with this key; null when there is no such build. */
export async function findBuildPlace(db: Database, key: number): Promise<BuildPlace | null> {
  const row = await db
    .selectFrom('build')
    .innerJoin('job', 'job.id', 'build.job_id')
    .select(['build.connection_id', 'build.job_id', 'build.number', 'build.is_in_jenkins', 'job.full_name', 'job.kind'])
    .where('build.id', '=', key)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    connectionId: row.connection_id,
    jobId: row.job_id,
    path: row.full_name.split('/'),
    kind: row.kind as JobKind,
    number: row.number,
    isInJenkins: row.is_in_jenkins === 1,
  };
}

/** What went wrong when the collector asked a controller last; null when nothing did. */
export async function lastProblemOf(db: Database, connectionId: number): Promise<ConnectionProblem | null> {
  const row = await db
    .selectFrom('connection_state')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .executeTakeFirst();
  return row === undefined ? null : toState(row).lastProblem;
}
