import { expect, it } from 'vitest';
import { chooseOlder, type OlderSpan } from './choose-older.ts';

const choose = (change: Partial<OlderSpan>) =>
  chooseOlder({ kind: 'pipeline', span: 300, total: 400, youngMs: null, spacingMs: null, ...change });

it('walks back where one walk is enough', () => {
  expect(choose({ span: 12 })).toBe('chain');
  expect(choose({ span: 900, total: 1_000, youngMs: 10_000, spacingMs: 1_000 })).toBe('chain');
  expect(choose({ span: 12, kind: 'freestyle' })).toBe('every');
});

it('reads everything at once while that stays bounded', () => {
  expect(choose({})).toBe('every');
  expect(choose({ span: 2_400, total: 2_500 })).toBe('every');
  expect(choose({ kind: 'maven', span: 7_000, total: 8_000 })).toBe('every');
});

it('goes step by step through what is too much for one answer', () => {
  expect(choose({ span: 4_900, total: 20_000 })).toBe('chain');
  expect(choose({ kind: 'freestyle', span: 4_900, total: 20_000 })).toBe('numbers');
});
