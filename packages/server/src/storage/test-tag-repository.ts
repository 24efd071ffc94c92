import { projectOfTest } from '../core/test-key.ts';
import type { Database, DatabaseTransaction } from './open-store.ts';

const keysPerStatement = 500;

/** Tags of tests by key, in alphabetical order; tests without are absent. */
export async function tagsOfTests(
  db: Database,
  testIds: Iterable<number>,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const wanted = [...new Set(testIds)];
  const tags = new Map<number, string[]>();
  for (let at = 0; at < wanted.length; at += keysPerStatement) {
    const rows = await db
      .selectFrom('test_tag')
      .select(['test_id', 'tag'])
      .where('test_id', 'in', wanted.slice(at, at + keysPerStatement))
      .orderBy('test_id')
      .orderBy('tag')
      .execute();
    for (const { tag, test_id } of rows) tags.set(test_id, [...(tags.get(test_id) ?? []), tag]);
  }
  return tags;
}

/** Keys of the tests with each of some tags. */
export async function testsWithTags(
  db: Database,
  tags: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const found = new Map<string, Set<number>>(tags.map((tag) => [tag, new Set<number>()]));
  if (tags.length === 0) return found;
  const rows = await db.selectFrom('test_tag').select(['test_id', 'tag']).where('tag', 'in', tags).execute();
  for (const { tag, test_id } of rows) found.get(tag)?.add(test_id);
  return found;
}

/** Tags in use with the number of their tests, most used first. */
export async function countTags(db: Database): Promise<{ tag: string; tests: number }[]> {
  return db
    .selectFrom('test_tag')
    .select((e) => ['tag', e.fn.countAll<number>().as('tests')])
    .groupBy('tag')
    .orderBy('tests', 'desc')
    .orderBy('tag')
    .execute();
}

/** The connections of those tests that there are. */
export async function connectionsOfTests(
  db: Database,
  testIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>();
  for (const [projectId, some] of Map.groupBy(testIds, projectOfTest)) {
    for (let at = 0; at < some.length; at += keysPerStatement) {
      const chunk = some.slice(at, at + keysPerStatement);
      const base = projectId * 2 ** 21;
      const rows = await db
        .selectFrom('test_case')
        .select(['test', 'connection_id'])
        .where('project_id', '=', projectId)
        .where(
          'test',
          'in',
          chunk.map((key) => key - base),
        )
        .execute();
      for (const row of rows) found.set(base + row.test, row.connection_id);
    }
  }
  return found;
}

/** Adds tags to a test and takes others off; returns whether anything has changed. */
export async function writeTagsOfTest(
  tx: DatabaseTransaction,
  { testId, connectionId }: { readonly testId: number; readonly connectionId: number },
  { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<boolean> {
  let changed = 0;
  if (remove.length > 0) {
    const gone = tx.deleteFrom('test_tag').where('test_id', '=', testId).where('tag', 'in', remove);
    changed += Number((await gone.executeTakeFirst()).numDeletedRows);
  }
  const rows = add.map((tag) => ({ test_id: testId, tag, connection_id: connectionId }));
  if (rows.length > 0) {
    const added = tx
      .insertInto('test_tag')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing());
    changed += Number((await added.executeTakeFirst()).numInsertedOrUpdatedRows ?? 0);
  }
  return changed > 0;
}
