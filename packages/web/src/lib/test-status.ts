import type { TestSummary } from '@buildbutler/contract';
import type { Tone } from './result.ts';

const words: Record<TestSummary['status'], { label: string; tone: Tone }> = {
  passed: { label: 'Passed', tone: 'success' },
  failed: { label: 'Failed', tone: 'failure' },
  skipped: { label: 'Skipped', tone: 'aborted' },
};

/** The word and tone of a test's status. */
export function testWord(status: TestSummary['status']): { label: string; tone: Tone } {
  return words[status];
}
