import { expect, test } from 'vitest';
import { auditWords, isRefusal, sinceOf } from './audit-words.ts';

test('an action without words of its own shows its name', () => {
  expect([auditWords('user.disabled'), auditWords('some.news')]).toEqual(['Disabled a user', 'some.news']);
});

test('refusals are told from the rest', () => {
  expect(['session.refused', 'user.link_refused', 'user.removed'].map(isRefusal)).toEqual([true, true, false]);
});

test('a span begins on a full minute; an unknown one is no limit', () => {
  const nowMs = Date.parse('2026-11-25T01:02:03.004Z');
  expect(sinceOf('7d', nowMs)).toBe('2026-11-18T01:02:00.000Z');
  expect([sinceOf('', nowMs), sinceOf('x', nowMs)]).toEqual([undefined, undefined]);
});
