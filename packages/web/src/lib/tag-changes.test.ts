import { expect, test } from 'vitest';
import { tagChanges, tagStanding } from './tag-changes.ts';

const tests = [{ tags: ['smoke', 'slow'] }, { tags: ['smoke'] }];

test('only what is not yet as wished is changed', () => {
  const wishes = new Map([
    ['smoke', 'all'],
    ['slow', 'none'],
    ['ui', 'all'],
    ['db', 'none'],
    ['other', 'as-is'],
  ] as const);
  expect(tagChanges(tests, wishes)).toEqual({ add: ['ui'], remove: ['slow'] });
});

test('a tag stands on all, some or none', () => {
  expect(['smoke', 'slow', 'ui'].map((tag) => tagStanding(tests, tag))).toEqual(['all', 'some', 'none']);
});
