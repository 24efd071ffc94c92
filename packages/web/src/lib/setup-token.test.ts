import { expect, test } from 'vitest';
import { readSetupToken } from './setup-token.ts';

test('reads a token alone and in either kind of link', () => {
  expect(readSetupToken(' abc-_123 ')).toBe('abc-_123');
  expect(readSetupToken('http://127.0.0.1:3000/setup#abc')).toBe('abc');
  expect(readSetupToken('http://127.0.0.1:3000/setup?token=abc')).toBe('abc');
  expect(readSetupToken('http://127.0.0.1:3000/setup#token=abc')).toBe('abc');
  expect(readSetupToken('token=abc')).toBe('abc');
  expect(readSetupToken('%E0%A4%A')).toBe('%E0%A4%A');
  expect(readSetupToken('')).toBe('');
});
