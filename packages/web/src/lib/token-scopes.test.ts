import { expect, test } from 'vitest';
import { expiryState, inDays, scopesFor } from './token-scopes.ts';

test('nobody is offered a scope above their role', () => {
  expect(scopesFor('viewer').map(({ scope }) => scope)).toEqual(['read:jobs', 'read:builds', 'read:analytics']);
  expect(scopesFor('editor').map(({ scope }) => scope)).toContain('write:alerts');
  expect(scopesFor('editor').map(({ scope }) => scope)).not.toContain('write:connections');
  expect(scopesFor('admin')).toHaveLength(6);
});

test('an end is over, near or far', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');
  expect(expiryState(inDays(0, now), now)).toBe('expired');
  expect(expiryState(inDays(14, now), now)).toBe('soon');
  expect(expiryState(inDays(15, now), now)).toBe('later');
});
