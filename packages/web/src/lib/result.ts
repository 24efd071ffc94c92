import type { Result } from '@buildbutler/contract';

/** The tones of tokens.css: one per state. */
export type Tone = 'success' | 'unstable' | 'failure' | 'aborted' | 'running' | 'new';

const words: Record<Result, { label: string; tone: Tone }> = {
  SUCCESS: { label: 'Passed', tone: 'success' },
  UNSTABLE: { label: 'Unstable', tone: 'unstable' },
  FAILURE: { label: 'Failed', tone: 'failure' },
  ABORTED: { label: 'Aborted', tone: 'aborted' },
  NOT_BUILT: { label: 'Not built', tone: 'aborted' },
};

/** The word and tone of a result. */
export function resultWord(result: Result): { label: string; tone: Tone } {
  return words[result];
}

/** The word and tone of a build: its result, `Running`, or `Unknown` when Jenkins named none. */
export function buildWord(result: Result | null, isBuilding: boolean): { label: string; tone: Tone } {
  if (isBuilding) return { label: 'Running', tone: 'running' };
  return result === null ? { label: 'Unknown', tone: 'new' } : words[result];
}

/** Is this a red result? */
export function isRed(result: Result | null): boolean {
  return result === 'FAILURE' || result === 'UNSTABLE';
}
