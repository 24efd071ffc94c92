import { expect, test } from 'vitest';
import { againstUsual } from './usual.ts';

const plain = (text: string | undefined) => text?.replace(/\u00a0/g, ' ');

test('says how far a duration is from the usual', () => {
  expect(plain(againstUsual(112_000, 100_000))).toBe('+12 % to usual 1m 40s');
  expect(plain(againstUsual(60_000, 100_000))).toBe('−40 % to usual 1m 40s');
  expect(plain(againstUsual(103_000, 100_000))).toBe('as usual (1m 40s)');
  expect(plain(againstUsual(350_000, 100_000))).toBe('3.5 × usual 1m 40s');
});

test('claims nothing without something to compare with', () => {
  expect(againstUsual(null, 100_000)).toBeUndefined();
  expect(againstUsual(100_000, null)).toBeUndefined();
  expect(againstUsual(100_000, 0)).toBeUndefined();
});
