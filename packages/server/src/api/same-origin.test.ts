import { expect, test } from 'vitest';
import { judgeOrigin } from './same-origin.ts';

const ownOrigins = ['http://127.0.0.1:3000', 'https://builds.example.com'];
const judge = (origin?: string, fetchSite?: string) => judgeOrigin({ origin, fetchSite, ownOrigins });

test('the word of the browser counts before the origin', () => {
  expect(judge('https://builds.example.com', 'same-origin')).toBe('same');
  expect(judge('https://builds.example.com', 'cross-site')).toBe('foreign');
  expect(judge(undefined, 'same-site')).toBe('foreign');
  expect(judge(undefined, 'none')).toBe('foreign');
});

test('without it, only our own origins pass', () => {
  expect(judge('https://builds.example.com')).toBe('same');
  expect(judge('HTTPS://BUILDS.example.com')).toBe('same');
  expect(judge('https://builds.example.com.evil.test')).toBe('foreign');
  expect(judge('http://builds.example.com')).toBe('foreign');
  expect(judge('null')).toBe('foreign');
  expect(judge()).toBe('unknown');
});
