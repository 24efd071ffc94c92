import { sql } from 'kysely';
import type { StepContext } from '../step-context.ts';

interface NewcomerJob {
  readonly id: number;
  readonly kind: string;
  readonly folder: string;
}

/** The project of the branches that are or were in the same folder, whatever it was called before. */
async function projectOfSiblings({ connectionId, tx }: StepContext, folder: string): Promise<number | null> {
  const row = await tx
    .selectFrom('job')
    .innerJoin('test_project_job', 'test_project_job.job_id', 'job.id')
    .innerJoin('test_project', 'test_project.id', 'test_project_job.project_id')
    .select('test_project.id')
    .where(sql<boolean>`job.kind = 'multibranch-branch'`)
    .where('job.folder', '=', folder)
    .where('job.connection_id', '=', connectionId)
    .where('test_project.is_shared', '=', 1)
    .orderBy('test_project.id')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

async function addProject({ connectionId, tx }: StepContext, isShared: boolean): Promise<number> {
  const { id } = await tx
    .insertInto('test_project')
    .values({ connection_id: connectionId, is_shared: isShared ? 1 : 0, next_test: 0, next_suite: 0 })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function joinProject(context: StepContext, { id, kind, folder }: NewcomerJob): Promise<number> {
  const isBranch = kind === 'multibranch-branch';
  const known = isBranch ? await projectOfSiblings(context, folder) : null;
  const projectId = known ?? (await addProject(context, isBranch));
  await context.tx
    .insertInto('test_project_job')
    .values({ job_id: id, connection_id: context.connectionId, project_id: projectId })
    .execute();
  return projectId;
}

/**
 * The project of each job, within which tests of the same name are the same test: the job itself, or all branch jobs of
 * its multibranch project. It is given once and survives every rename.
 */
export async function projectsOfJobs(
  context: StepContext,
  jobIds: Iterable<number>,
): Promise<ReadonlyMap<number, number>> {
  const { connectionId, names, statements, tx } = context;
  const scope = `project:${connectionId}`;
  const wanted = [...new Set(jobIds)];
  const isUnknown = (id: number) => names.get(scope, String(id)) === undefined;
  const stored = await statements.forKeys(tx, 'projects of jobs', { keys: wanted.filter(isUnknown) }, (keys) =>
    tx.selectFrom('test_project_job').select(['job_id', 'project_id']).where('job_id', 'in', keys),
  );
  for (const { job_id, project_id } of stored) names.set(scope, String(job_id), project_id);
  const newcomers = await statements.forKeys(tx, 'jobs without project', { keys: wanted.filter(isUnknown) }, (keys) =>
    tx.selectFrom('job').select(['id', 'kind', 'folder']).where('id', 'in', keys),
  );
  // One after the other: the second branch of a new project must find what the first has made.
  for (const job of newcomers) names.set(scope, String(job.id), await joinProject(context, job));
  return new Map(wanted.map((id) => [id, names.get(scope, String(id)) ?? 0]));
}
