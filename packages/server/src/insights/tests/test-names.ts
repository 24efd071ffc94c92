import { sql } from 'kysely';
import { jobOfBuild, numberOfBuild, publicBuildId, publicJobId } from '../../core/entity-id.ts';
import { numberOfTest, projectOfTest, testKey } from '../../core/test-key.ts';
import { escapeLike, foldAscii } from '../../storage/like-pattern.ts';
import type { Database } from '../../storage/open-store.ts';
import { namesOfTests } from '../../storage/test-reports/read-names.ts';
import type { TestName } from '../../storage/test-reports/test-dictionary.ts';
import { idList } from '../build-filter.ts';
import { namesOfJobs } from '../jobs-asked.ts';

export interface ProjectName {
  /** Of the job, or of the multibranch project. */
  readonly fullName: string;
  readonly instance: string;
}

const idsPerStatement = 500;

/** Names of projects by id. */
export async function namesOfProjects(
  db: Database,
  projectIds: Iterable<number>,
): Promise<ReadonlyMap<number, ProjectName>> {
  const wanted = [...new Set(projectIds)];
  const names = new Map<number, ProjectName>();
  for (let at = 0; at < wanted.length; at += idsPerStatement) {
    const rows = await db
      .selectFrom('test_project_job')
      .innerJoin('job', 'job.id', 'test_project_job.job_id')
      .innerJoin('connection', 'connection.id', 'test_project_job.connection_id')
      .select(['project_id', 'is_shared', 'job.full_name', 'job.folder', 'connection.name as instance'])
      .where('project_id', 'in', wanted.slice(at, at + idsPerStatement))
      .orderBy('job.id')
      .execute();
    // The newest job of a project knows what its folder is called now.
    for (const row of rows) {
      const fullName = row.is_shared === 1 ? row.folder.replace(/^\//, '') : row.full_name;
      names.set(row.project_id, { fullName, instance: row.instance });
    }
  }
  return names;
}

/** Names of tests by key. */
export async function namesOfTestKeys(db: Database, keys: Iterable<number>): Promise<ReadonlyMap<number, TestName>> {
  const names = new Map<number, TestName>();
  for (const [projectId, some] of Map.groupBy(keys, projectOfTest)) {
    for (const [test, name] of await namesOfTests(db, projectId, some.map(numberOfTest))) {
      names.set(testKey(projectId, test), name);
    }
  }
  return names;
}

/** Tests of projects with a text in their class or name, ignoring case; null when no text is asked. */
export async function testsNamed(
  db: Database,
  text: string | undefined,
  projectIds: readonly number[],
): Promise<ReadonlySet<number> | null> {
  const part = text?.trim();
  if (!part) return null;
  const pattern = `%${escapeLike(foldAscii(part))}%`;
  const rows = await db
    .selectFrom('test_case')
    .select(['project_id', 'test'])
    .where('project_id', 'in', idList(projectIds))
    .where(sql<boolean>`lower(coalesce(class_name || '.', '') || name) like ${pattern} escape '\\'`)
    .execute();
  return new Set(rows.map(({ project_id, test }) => testKey(project_id, test)));
}

export interface BuildPoint {
  readonly id: `b_${string}`;
  readonly number: number;
  readonly jobId: `j_${string}`;
  readonly jobName: string;
}

/** Builds as tests point to them, by key. */
export async function buildPoints(db: Database, buildIds: Iterable<number>): Promise<(buildId: number) => BuildPoint> {
  const names = await namesOfJobs(db, Array.from(buildIds, jobOfBuild));
  return (buildId) => ({
    id: publicBuildId(buildId),
    number: numberOfBuild(buildId),
    jobId: publicJobId(jobOfBuild(buildId)),
    jobName: names.get(jobOfBuild(buildId))?.fullName ?? '?',
  });
}
