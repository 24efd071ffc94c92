import { walkTestEnds } from './pack-test-cases.ts';

const failed = 1;
const skipped = 2;

/** How the tests of a report ended, skips left out; one that stands in it more than once ended as the worst of them. */
export function outcomesOf(packed: readonly Uint8Array[]): Map<number, boolean> {
  const outcomes = new Map<number, boolean>();
  for (const bytes of packed) {
    walkTestEnds(bytes, (test, status) => {
      if (status !== skipped) outcomes.set(test, status !== failed && outcomes.get(test) !== false);
    });
  }
  return outcomes;
}
