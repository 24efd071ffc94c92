import { sql } from 'kysely';
import { toFlag } from '../flag.ts';
import type { StepContext } from '../step-context.ts';

/** Within what tests of the same name are the same test. */
export interface TestProject {
  readonly id: number;
  /** It belongs to all branch jobs of a multibranch project. */
  readonly isShared: boolean;
}

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
    .select('test_project_job.project_id')
    .where(sql<boolean>`job.kind = 'multibranch-branch'`)
    .where('job.folder', '=', folder)
    .where('job.connection_id', '=', connectionId)
    .where('test_project_job.is_shared', '=', 1)
    .orderBy('test_project_job.project_id')
    .limit(1)
    .executeTakeFirst();
  return row?.project_id ?? null;
}

async function addProject({ connectionId, tx }: StepContext, jobId: number | null): Promise<number> {
  const { id } = await tx
    .insertInto('test_project')
    .values({ connection_id: connectionId, job_id: jobId, next_test: 0, next_suite: 0 })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function joinProject(context: StepContext, { id, kind, folder }: NewcomerJob): Promise<TestProject> {
  const isShared = kind === 'multibranch-branch';
  const known = isShared ? await projectOfSiblings(context, folder) : null;
  const projectId = known ?? (await addProject(context, isShared ? null : id));
  const row = { job_id: id, connection_id: context.connectionId, project_id: projectId, is_shared: toFlag(isShared) };
  await context.tx.insertInto('test_project_job').values(row).execute();
  return { id: projectId, isShared };
}

// One number of the cache stands for both.
const toNumber = ({ id, isShared }: TestProject) => id * 2 + toFlag(isShared);
const toProject = (number: number): TestProject => ({ id: Math.floor(number / 2), isShared: number % 2 === 1 });

/**
 * The project of each job: the job's own, or that of all branch jobs of its multibranch project. It is given once and
 * survives every rename.
 */
export async function projectsOfJobs(
  context: StepContext,
  jobIds: Iterable<number>,
): Promise<ReadonlyMap<number, TestProject>> {
  const { connectionId, names, statements, tx } = context;
  const scope = `project:${connectionId}`;
  const wanted = [...new Set(jobIds)];
  const isUnknown = (id: number) => names.get(scope, String(id)) === undefined;
  const learn = (id: number, project: TestProject) => names.set(scope, String(id), toNumber(project));
  const stored = await statements.forKeys(tx, 'projects of jobs', { keys: wanted.filter(isUnknown) }, (keys) =>
    tx.selectFrom('test_project_job').select(['job_id', 'project_id', 'is_shared']).where('job_id', 'in', keys),
  );
  for (const row of stored) learn(row.job_id, { id: row.project_id, isShared: row.is_shared === 1 });
  const newcomers = await statements.forKeys(tx, 'jobs without project', { keys: wanted.filter(isUnknown) }, (keys) =>
    tx.selectFrom('job').select(['id', 'kind', 'folder']).where('id', 'in', keys),
  );
  // One after the other: the second branch of a new project must find what the first has made.
  for (const job of newcomers) learn(job.id, await joinProject(context, job));
  return new Map(wanted.map((id) => [id, toProject(names.get(scope, String(id)) ?? 0)]));
}
