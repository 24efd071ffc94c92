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

const jobsPerStatement = 250;

/** Projects of their own for jobs, null standing for a shared one; in the same order. */
async function addProjects({ connectionId, tx }: StepContext, jobIds: readonly (number | null)[]): Promise<number[]> {
  const inserted = await tx
    .insertInto('test_project')
    .values(jobIds.map((id) => ({ connection_id: connectionId, job_id: id, next_test: 0, next_suite: 0 })))
    .returning(['id', 'job_id'])
    .execute();
  const byJob = new Map(inserted.map(({ id, job_id }) => [job_id, id]));
  return jobIds.map((id) => byJob.get(id) ?? 0);
}

async function join(
  { connectionId, tx }: StepContext,
  jobs: readonly { readonly jobId: number; readonly project: TestProject }[],
): Promise<void> {
  const rows = jobs.map(({ jobId, project: { id, isShared } }) => ({
    job_id: jobId,
    connection_id: connectionId,
    project_id: id,
    is_shared: toFlag(isShared),
  }));
  await tx.insertInto('test_project_job').values(rows).execute();
}

async function joinShared(context: StepContext, { id, folder }: NewcomerJob): Promise<TestProject> {
  const known = await projectOfSiblings(context, folder);
  const [added = 0] = known === null ? await addProjects(context, [null]) : [known];
  const project = { id: added, isShared: true };
  await join(context, [{ jobId: id, project }]);
  return project;
}

/** Gives jobs that have none a project: each its own, all branches of a folder one together. */
async function joinProjects(
  context: StepContext,
  newcomers: readonly NewcomerJob[],
  learn: (jobId: number, project: TestProject) => void,
): Promise<void> {
  const own = newcomers.filter(({ kind }) => kind !== 'multibranch-branch').map(({ id }) => id);
  for (let at = 0; at < own.length; at += jobsPerStatement) {
    const ids = own.slice(at, at + jobsPerStatement);
    const added = await addProjects(context, ids);
    const jobs = ids.map((jobId, index) => ({ jobId, project: { id: added[index] ?? 0, isShared: false } }));
    await join(context, jobs);
    for (const { jobId, project } of jobs) learn(jobId, project);
  }
  // One after the other: the second branch of a new project must find what the first has made.
  for (const job of newcomers) if (job.kind === 'multibranch-branch') learn(job.id, await joinShared(context, job));
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
  await joinProjects(context, newcomers, learn);
  return new Map(wanted.map((id) => [id, toProject(names.get(scope, String(id)) ?? 0)]));
}
