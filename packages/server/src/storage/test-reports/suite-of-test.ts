import { unpackTestCases } from '../../core/pack-test-cases.ts';
import { numberOfTest, projectOfTest } from '../../core/test-key.ts';
import type { Database } from '../open-store.ts';
import { bucketOfTest } from './bucket.ts';
import { namesOfSuites } from './read-names.ts';

/** The suite that a test stands in, in the report of one build; null when it has none, or does not stand there. */
export async function suiteOfTest(db: Database, testId: number, buildId: number): Promise<string | null> {
  const test = numberOfTest(testId);
  const row = await db
    .selectFrom('test_report')
    .select('results')
    .where('build_id', '=', buildId)
    .where('project_id', '=', projectOfTest(testId))
    .executeTakeFirst();
  if (row === undefined) return null;
  const parts =
    row.results !== null
      ? [{ results: row.results }]
      : await db
          .selectFrom('test_part')
          .select('results')
          .where('build_id', '=', buildId)
          .where('bucket', '=', bucketOfTest(test))
          .execute();
  for (const { results } of parts) {
    const found = unpackTestCases(results).find((entry) => entry.test === test);
    if (found === undefined) continue;
    return (await namesOfSuites(db, projectOfTest(testId), [found.suite])).get(found.suite)?.name ?? null;
  }
  return null;
}
