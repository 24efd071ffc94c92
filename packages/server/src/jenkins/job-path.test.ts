import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asItemName } from './item-name.ts';
import { buildOfUrl, itemOfUrl, itemUrlPath } from './job-path.ts';

test.each([
  ['http://ci.example/job/a/12/', { path: ['a'], number: 12, isMatrixConfiguration: false }],
  ['https://ci.example/prefix/job/a/job/b%20c/7', { path: ['a', 'b c'], number: 7, isMatrixConfiguration: false }],
  ['job/pipe/1/', { path: ['pipe'], number: 1, isMatrixConfiguration: false }],
  ['/job/repo/job/feature%252Fx/3/?a=b#c', { path: ['repo', 'feature%2Fx'], number: 3, isMatrixConfiguration: false }],
  ['/job/m/OS=linux,DB=pg/4/', { path: ['m', 'OS=linux,DB=pg'], number: 4, isMatrixConfiguration: true }],
  ['/job/job/job/job/5/', { path: ['job', 'job'], number: 5, isMatrixConfiguration: false }],
])('%s is a build', (url, address) => {
  expect(buildOfUrl(url)).toEqual(address);
});

test('tells jobs and configurations too', () => {
  expect(itemOfUrl('http://ci.example/job/a/job/b/')).toMatchObject({ path: ['a', 'b'], number: null });
  expect(itemOfUrl('/job/m/OS=linux/')).toEqual({ path: ['m', 'OS=linux'], number: null, isMatrixConfiguration: true });
});

test.each([
  'http://ci.example/',
  '/job/a/',
  '/job/a/0/',
  '/job/a/-1/',
  '/job/a/99999999999999999999/',
  '/job/%2E%2E/1/',
  '/job/a%2Fb/1/',
  '/job/%E0%A4%A/1/',
  '/job/a/b/c/1/',
  `/job/${'a'.repeat(9_000)}/1/`,
  7,
  null,
])('%j is no build', (url) => {
  expect(buildOfUrl(url)).toBeNull();
});

test('an address leads back to its path, whatever the names', () => {
  const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).filter((text) => asItemName(text) !== null);
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1 }), (path, number) => {
      const url = new URL(`http://ci.example${itemUrlPath(path)}/${number}/`);
      expect(buildOfUrl(url.href)).toEqual({ path, number, isMatrixConfiguration: false });
    }),
    { numRuns: 30 },
  );
});
