import { expect, test } from 'vitest';
import { runProgress } from './run-progress.ts';

const start = '2026-11-24T12:00:00Z';
const at = (seconds: number) => Date.parse(start) + seconds * 1000;
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test('says what is left of the estimate', () => {
  const run = runProgress({ timestamp: start, estimatedDuration: 600_000 }, at(150));
  expect(run).toMatchObject({ elapsedMs: 150_000, share: 0.25, isOverdue: false });
  expect(plain(run.words)).toBe('8 min left');
});

test('a build past its estimate is finishing first, then overdue, and its bar never full', () => {
  expect(runProgress({ timestamp: start, estimatedDuration: 600_000 }, at(610))).toMatchObject({
    share: 0.99,
    isOverdue: false,
    words: 'finishing',
  });
  const late = runProgress({ timestamp: start, estimatedDuration: 600_000 }, at(780));
  expect(late).toMatchObject({ share: 0.99, isOverdue: true });
  expect(plain(late.words)).toBe('3 min over');
});

test('without an estimate nothing is promised; a clock that is behind shows no negative time', () => {
  expect(runProgress({ timestamp: start, estimatedDuration: null }, at(30)).share).toBeNull();
  expect(runProgress({ timestamp: start, estimatedDuration: 0 }, at(30)).share).toBeNull();
  expect(runProgress({ timestamp: start, estimatedDuration: 600_000 }, at(-30)).elapsedMs).toBe(0);
});
