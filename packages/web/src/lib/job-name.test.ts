import { expect, test } from 'vitest';
import { jobTitle } from './job-name.ts';

test('a branch goes by its project, other jobs by their own name', () => {
  expect(jobTitle('shop/cart/feature%2Fx', true)).toEqual({ name: 'cart / feature/x', folder: 'shop' });
  expect(jobTitle('cart/main', true)).toEqual({ name: 'cart / main', folder: '' });
  expect(jobTitle('shop/nightly', false)).toEqual({ name: 'nightly', folder: 'shop' });
  expect(jobTitle('nightly', true)).toEqual({ name: 'nightly', folder: '' });
});
