import type { Database } from '../../storage/open-store.ts';
import { testsWithTags } from '../../storage/test-tag-repository.ts';
import type { JobFilter } from '../jobs-asked.ts';
import { testsNamed } from './test-names.ts';

/** What questions about tests may be narrowed by; names as in the API. */
export interface TestFilter extends JobFilter {
  readonly instance?: readonly string[] | undefined;
  readonly branch?: string | undefined;
  readonly include?: 'matrix' | undefined;
  readonly range: string;
  readonly tz: string;
  readonly test?: string | undefined;
  readonly tag?: readonly string[] | undefined;
  readonly withoutTag?: readonly string[] | undefined;
}

/** Tells whether a test is meant by text and tags; only tests of the given projects are looked at. */
export async function testMatcher(
  db: Database,
  { tag = [], test, withoutTag = [] }: TestFilter,
  projectIds: readonly number[],
): Promise<(testId: number) => boolean> {
  const named = await testsNamed(db, test, projectIds);
  const tagged = await testsWithTags(db, [...tag, ...withoutTag]);
  const has = (testId: number, name: string) => tagged.get(name)?.has(testId) === true;
  return (testId) =>
    (named === null || named.has(testId)) &&
    tag.every((name) => has(testId, name)) &&
    !withoutTag.some((name) => has(testId, name));
}
