import { expect, it } from 'vitest';
import type { JobStage } from './job-stage.ts';
import { Eta, nextPhase } from './progress.ts';

const has =
  (...stages: JobStage[]) =>
  (stage: JobStage) =>
    stages.includes(stage);

it('moves through the phases, never back', () => {
  expect(nextPhase('mapping', has('facts', 'recent'))).toBe('latest');
  expect(nextPhase('latest', has('recent', 'older'))).toBe('recent');
  expect(nextPhase('recent', has('latest', 'older'))).toBe('recent');
  expect(nextPhase('recent', has('numbers'))).toBe('older');
  expect(nextPhase('older', has())).toBe('done');
  expect(nextPhase('done', has('latest', 'recent'))).toBe('done');
});

it('tells the time that is left from the pace of the last minutes', () => {
  const eta = new Eta();
  expect(eta.seconds()).toBeNull();
  for (let at = 0; at <= 60; at += 10) eta.note(at * 1_000, 10_000 - at * 100);
  expect(eta.seconds()).toBe(40);
  eta.note(100_000, 0);
  expect(eta.seconds()).toBeNull();
});

it('is not thrown off by a few new builds, but by much new work', () => {
  const eta = new Eta();
  for (let at = 0; at <= 60; at += 10) eta.note(at * 1_000, 1_000 - at * 10 + (at === 30 ? 5 : 0));
  expect(eta.seconds()).toBe(40);
  eta.note(61_000, 90_000);
  expect(eta.seconds()).toBeNull();
});
