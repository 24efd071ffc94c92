import { expect, test } from 'vitest';
import { shortCause } from './short-cause.ts';

test.each([
  ['user', 'Started by user anna', 'anna'],
  ['scm', 'Started by an SCM change', 'SCM change'],
  ['timer', 'Started by timer', 'Timer'],
  ['upstream', 'Started by upstream project "shop/build" build number 812', 'shop/build #812'],
  ['remote', 'Started by remote host 10.0.0.7', 'Remote host 10.0.0.7'],
  ['branch', 'Branch indexing', 'Branch indexing'],
  ['user', 'Started by user ', 'Started by user '],
] as const)('%s: %s', (kind, text, short) => {
  expect(shortCause(text, kind)).toBe(short);
});

test('what is unknown stays as it is', () => {
  expect(shortCause(null, null)).toBeNull();
  expect(shortCause('Something odd', null)).toBe('Something odd');
});
