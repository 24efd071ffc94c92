import type { Database } from '../open-store.ts';
import type { SuiteName, TestName } from './test-dictionary.ts';

const namesPerStatement = 500;
/** Names that lie close together are read from the first to the last: asking for each of them takes several times as long. */
const fewNames = 50;
const mostSpread = 2;

/** Names of tests of a project, by number; such as are not there are absent. */
export async function namesOfTests(
  db: Database,
  projectId: number,
  tests: Iterable<number>,
): Promise<ReadonlyMap<number, TestName>> {
  const wanted = [...new Set(tests)];
  const names = new Map<number, TestName>();
  const first = wanted.reduce((least, test) => Math.min(least, test), Number.POSITIVE_INFINITY);
  const last = wanted.reduce((most, test) => Math.max(most, test), 0);
  if (wanted.length >= fewNames && last - first < wanted.length * mostSpread) {
    const rows = await db
      .selectFrom('test_case')
      .select(['test', 'class_name', 'name'])
      .where('project_id', '=', projectId)
      .where('test', '>=', first)
      .where('test', '<=', last)
      .execute();
    for (const row of rows) names.set(row.test, { className: row.class_name, name: row.name });
    return names;
  }
  for (let at = 0; at < wanted.length; at += namesPerStatement) {
    const rows = await db
      .selectFrom('test_case')
      .select(['test', 'class_name', 'name'])
      .where('project_id', '=', projectId)
      .where('test', 'in', wanted.slice(at, at + namesPerStatement))
      .execute();
    for (const row of rows) names.set(row.test, { className: row.class_name, name: row.name });
  }
  return names;
}

/** Names of suites of a project, by number. */
export async function namesOfSuites(
  db: Database,
  projectId: number,
  suites: Iterable<number>,
): Promise<ReadonlyMap<number, SuiteName>> {
  const wanted = [...new Set(suites)];
  const names = new Map<number, SuiteName>();
  for (let at = 0; at < wanted.length; at += namesPerStatement) {
    const rows = await db
      .selectFrom('test_suite')
      .select(['suite', 'name', 'stage_names'])
      .where('project_id', '=', projectId)
      .where('suite', 'in', wanted.slice(at, at + namesPerStatement))
      .execute();
    for (const row of rows) {
      names.set(row.suite, { name: row.name, stageNames: JSON.parse(row.stage_names) as string[] });
    }
  }
  return names;
}
