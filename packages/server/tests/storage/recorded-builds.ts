import type { Change } from '../../src/core/change-set.ts';
import type { Stage } from '../../src/core/stage.ts';
import type { TestSuitePart } from '../../src/core/test-report.ts';
import { sampleCase, sampleChange, sampleStage, sampleSuite } from './deep-sample.ts';

export const jobName = 'recorded';

/** What a build has, worked out from its number alone, so that two processes agree on it. */
export function startedAtMs(number: number): number {
  return Date.UTC(2026, 2, 10, 12) + number * 60_000;
}

export function stagesIn(number: number): Stage[] {
  return [sampleStage({ name: `stage ${number % 7}` }), sampleStage({ id: '9', name: `only in ${number}` })];
}

export function changesIn(number: number): Change[] {
  return [sampleChange({ message: `change of ${number}` })];
}

/** Reports of every third build are large and come in three parts. */
export function partsIn(number: number): TestSuitePart[][] {
  const count = number % 3 === 0 ? 600 : 5;
  const suite = (part: number) =>
    sampleSuite(
      Array.from({ length: count }, (_, index) =>
        sampleCase({ name: `test ${part * count + index + (number % 5)}`, status: index === 1 ? 'failed' : 'passed' }),
      ),
      { position: part },
    );
  return number % 3 === 0 ? [0, 1, 2].map((part) => [suite(part)]) : [[suite(0)]];
}
