import { expect, test } from 'vitest';
import { foldersHolding } from './folder-list.ts';

const paths = ['/', '/web', '/payments/services', '/platform/infra/terraform'];

test('ancestors count as folders, the root does not, shallow ones come first', () => {
  expect(foldersHolding(paths, '')).toEqual([
    '/payments',
    '/platform',
    '/web',
    '/payments/services',
    '/platform/infra',
    '/platform/infra/terraform',
  ]);
});

test('a text is looked for in the last part, or in the whole path when it holds a slash', () => {
  expect(foldersHolding(paths, 'INFRA')).toEqual(['/platform/infra']);
  expect(foldersHolding(paths, 'infra/t')).toEqual(['/platform/infra/terraform']);
});

test('stays inside a folder', () => {
  expect(foldersHolding(paths, '', '/platform')).toEqual(['/platform/infra', '/platform/infra/terraform']);
});
