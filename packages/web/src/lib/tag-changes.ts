/** What shall become of a tag on many tests: on all, on none, or as it is. */
export type TagWish = 'all' | 'none' | 'as-is';

interface Tagged {
  readonly tags: readonly string[];
}

/** Where a tag stands on some tests. */
export function tagStanding(tests: readonly Tagged[], tag: string): 'all' | 'some' | 'none' {
  const count = tests.filter(({ tags }) => tags.includes(tag)).length;
  return count === 0 ? 'none' : count === tests.length ? 'all' : 'some';
}

/** Which tags to add and to remove so that wishes come true; what already is as wished is left alone. */
export function tagChanges(tests: readonly Tagged[], wishes: ReadonlyMap<string, TagWish>) {
  const add: string[] = [];
  const remove: string[] = [];
  for (const [tag, wish] of wishes) {
    const standing = tagStanding(tests, tag);
    if (wish === 'all' && standing !== 'all') add.push(tag);
    if (wish === 'none' && standing !== 'none') remove.push(tag);
  }
  return { add, remove };
}
