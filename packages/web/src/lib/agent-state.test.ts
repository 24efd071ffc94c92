import { expect, test } from 'vitest';
import { onlineTone, readAgentFilters } from './agent-state.ts';

test('a day is judged by how long the agent was online; an unwatched one is not judged', () => {
  expect([1, 0.99, 0.95, 0.5, 0, null].map(onlineTone)).toEqual([
    'success',
    'success',
    'unstable',
    'failure',
    'failure',
    undefined,
  ]);
});

test('an address narrows the agents; what is not understood is dropped', () => {
  expect(readAgentFilters({ name: 'linux', label: 'docker', state: 'offline' })).toEqual({
    name: 'linux',
    label: 'docker',
    choice: 'offline',
  });
  expect(readAgentFilters({ name: '', label: ['a', 'b'], state: 'asleep' })).toEqual({
    name: undefined,
    label: undefined,
    choice: 'all',
  });
});
