import { expect, test } from 'vitest';
import { cutLeft, textWidth } from './text-width.ts';

test.each([
  ['plain', 5],
  ['ünïcödé', 7],
  ['e\u0301', 1],
  ['漢字', 4],
  ['🚀 go', 5],
  ['84\u202f112', 6],
])('measures %s', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test('cuts at the left and never takes more room than there is', () => {
  expect(cutLeft('org/repo/main', 13)).toBe('org/repo/main');
  expect(cutLeft('org/repo/main', 10)).toBe('…repo/main');
  expect(cutLeft('漢字漢字', 5)).toBe('…漢字');
  expect(cutLeft('漢字漢字', 4)).toBe('…字');
});
