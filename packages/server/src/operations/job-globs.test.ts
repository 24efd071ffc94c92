import { expect, test } from 'vitest';
import { faultOfGlob } from './job-globs.ts';

test.each([
  'team/**',
  '/team/**',
  '**/sandbox-*',
  '**/release-*-*-*/**',
  '**/{main,develop}',
  '{a,b}/{c,d}/*',
  'team (old)/**',
  'build #[0-9]*',
  'a\\*\\*\\*\\*b',
])('%s is a glob', (glob) => {
  expect(faultOfGlob(glob)).toBeNull();
});

test.each([
  ['[', /brackets|read/],
  ['*a*a*a*a*a*b', /at most 3 times between two slashes/],
  ['team/*-*-*-*', /at most 3 times between two slashes/],
  [`${'*'.repeat(200)}b`, /at most 3 times between two slashes/],
  ['**/a/**/b/**/c/**', /\*\* at most 3 times/],
  ['{a,aa}'.repeat(5), /at most 4 times/],
  ['+(+(a))b', /Groups/],
  ['*(a|aa)b', /Groups/],
  ['!(a)', /Groups/],
])('%s is refused with a reason: matching it could take for ever', (glob, reason) => {
  expect(faultOfGlob(glob)).toMatch(reason);
});
