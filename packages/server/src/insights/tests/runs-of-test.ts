import { AppError } from '../../core/app-error.ts';
import { numberOfTest, projectOfTest, testKeyOf } from '../../core/test-key.ts';
import type { Database } from '../../storage/open-store.ts';

export interface BuildOfRun {
  readonly branch: string | null;
  readonly commit: string | null;
  readonly agent: string | null;
}

const idsPerStatement = 500;

/** The key of a test that there is. Throws `not_found`. */
export async function requireTest(db: Database, id: string): Promise<number> {
  const key = testKeyOf(id);
  const row =
    key === null
      ? undefined
      : await db
          .selectFrom('test_case')
          .select('test')
          .where('project_id', '=', projectOfTest(key))
          .where('test', '=', numberOfTest(key))
          .executeTakeFirst();
  if (key === null || row === undefined) throw new AppError('not_found', `There is no test ${id}.`);
  return key;
}

/** Branch, commit and agent of builds by key. */
export async function buildsOfRuns(
  db: Database,
  buildIds: readonly number[],
): Promise<ReadonlyMap<number, BuildOfRun>> {
  const builds = new Map<number, BuildOfRun>();
  for (let at = 0; at < buildIds.length; at += idsPerStatement) {
    const rows = await db
      .selectFrom('build')
      .leftJoin('branch', 'branch.id', 'build.branch_id')
      .leftJoin('agent', 'agent.id', 'build.agent_id')
      .select(['build.id', 'build.commit_sha', 'branch.name as branch', 'agent.name as agent'])
      .where('build.id', 'in', buildIds.slice(at, at + idsPerStatement))
      .execute();
    for (const row of rows) builds.set(row.id, { branch: row.branch, commit: row.commit_sha, agent: row.agent });
  }
  return builds;
}
