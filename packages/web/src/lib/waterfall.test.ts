import type { Stage } from '@buildbutler/contract';
import { expect, test } from 'vitest';
import { waterfall } from './waterfall.ts';

const startMs = Date.UTC(2026, 2, 20, 12);
const stage = (id: string, part: Partial<Stage> & { at?: number } = {}): Stage => ({
  ...{
    id,
    parentId: null,
    name: id,
    kind: 'stage',
    status: 'success',
    duration: 1_000,
    pause: 0,
    agent: null,
    error: null,
    isCritical: false,
  },
  startedAt: new Date(startMs + (part.at ?? 0)).toISOString(),
  ...part,
});

test('bars stand where their time was, branches below their stage', () => {
  const rows = waterfall(
    [
      stage('a', { duration: 2_000 }),
      stage('b', { at: 2_000, duration: 8_000 }),
      stage('b1', { parentId: 'b', at: 3_000, duration: 7_000 }),
    ],
    startMs,
  );
  expect(rows.map(({ bar, depth }) => [depth, bar])).toEqual([
    [0, { start: 0, width: 0.2 }],
    [0, { start: 0.2, width: 0.8 }],
    [1, { start: 0.3, width: 0.7 }],
  ]);
});

test('a running stage grows, one that never started has no bar, and an unknown parent is no trouble', () => {
  const rows = waterfall(
    [
      stage('a', { status: 'running', duration: null }),
      stage('b', { startedAt: null, duration: null, parentId: 'gone' }),
    ],
    startMs + 4_000,
  );
  expect(rows[0]).toMatchObject({ bar: { start: 0, width: 1 }, durationMs: 4_000 });
  expect(rows[1]).toMatchObject({ bar: null, depth: 0, durationMs: null });
  expect(waterfall([], startMs)).toEqual([]);
});
