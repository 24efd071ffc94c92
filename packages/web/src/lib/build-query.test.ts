import { expect, test } from 'vitest';
import { parseBuildQuery } from './build-query.ts';

test('reads a number with and without a job', () => {
  expect(parseBuildQuery('#812')).toEqual({ number: 812, job: '' });
  expect(parseBuildQuery(' 812 ')).toEqual({ number: 812, job: '' });
  expect(parseBuildQuery('pay/check out #7')).toEqual({ number: 7, job: 'pay/check out' });
  expect(parseBuildQuery('checkout#7')).toEqual({ number: 7, job: 'checkout' });
});

test('a name that ends in digits is a name', () => {
  expect(parseBuildQuery('deploy 2')).toBeUndefined();
  expect(parseBuildQuery('job-17')).toBeUndefined();
  expect(parseBuildQuery('#')).toBeUndefined();
  expect(parseBuildQuery('#0')).toBeUndefined();
  expect(parseBuildQuery('#1234567890123')).toBeUndefined();
});
