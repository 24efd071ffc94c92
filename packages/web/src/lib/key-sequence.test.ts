import { expect, test } from 'vitest';
import { matchShortcut } from './key-sequence.ts';

test('single keys act at once', () => {
  expect(matchShortcut(undefined, { key: '/', atMs: 0 })).toBe('search');
  expect(matchShortcut({ key: 'g', atMs: 0 }, { key: '?', atMs: 10 })).toBe('help');
});

test('pairs act on their second key', () => {
  expect(matchShortcut(undefined, { key: 'g', atMs: 0 })).toBeUndefined();
  expect(matchShortcut({ key: 'g', atMs: 0 }, { key: 'b', atMs: 300 })).toBe('builds');
});

test('a slow or wrong second key does nothing', () => {
  expect(matchShortcut({ key: 'g', atMs: 0 }, { key: 'b', atMs: 5_000 })).toBeUndefined();
  expect(matchShortcut({ key: 'x', atMs: 0 }, { key: 'b', atMs: 10 })).toBeUndefined();
});
