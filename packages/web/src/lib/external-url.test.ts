import { expect, test } from 'vitest';
import { externalUrl } from './external-url.ts';

test('only web addresses become links', () => {
  expect(externalUrl('https://github.com/example/shop/pull/812')).toBe('https://github.com/example/shop/pull/812');
  expect(externalUrl('http://jenkins:8080/job/a%20b/')).toBe('http://jenkins:8080/job/a%20b/');
  for (const text of ['javascript:alert(1)', 'data:text/html,x', '/pull/812', 'JaVaScRiPt:alert(1)', '', null]) {
    expect(externalUrl(text)).toBeUndefined();
  }
});
