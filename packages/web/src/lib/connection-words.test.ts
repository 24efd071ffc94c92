import { describe, expect, test } from 'vitest';
import { gapsSentence, isComplete, progressSentence, progressShare, remainingSentence } from './connection-words.ts';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const progress = (phase: 'waiting' | 'mapping' | 'recent' | 'done', etaSeconds: number | null = null) => ({
  progress: { done: 1240, total: 84112, phase, etaSeconds },
});

describe('progress', () => {
  test('says how far, in which order and how long', () => {
    expect(plain(progressSentence(progress('recent', 360)))).toBe('1 240 of 84 112 builds, newest first, about 6 min');
    expect(plain(progressSentence(progress('recent')))).toBe('1 240 of 84 112 builds, newest first');
    expect(plain(progressSentence(progress('done')))).toBe('84 112 builds, all there');
  });
  test('says what is left where the counts stand already', () => {
    expect(plain(remainingSentence(progress('recent', 360)))).toBe('Newest first, about 6 min left');
    expect(remainingSentence(progress('mapping'))).toBe('Looking at the jobs');
  });
  test('has no share before the builds are counted', () => {
    expect(progressShare(progress('mapping'))).toBeNull();
    expect(progressShare({ progress: { done: 0, total: 0, phase: 'recent', etaSeconds: null } })).toBeNull();
    expect(progressShare(progress('recent'))).toBeCloseTo(0.0147, 3);
  });
});

describe('completeness', () => {
  test('running and lost builds are accounted for', () => {
    const builds = { known: 95, expected: 100, open: 2, lost: 3 };
    expect(isComplete({ builds })).toBe(true);
    expect(gapsSentence({ builds, state: 'active' })).toBe('2 running · 3 lost');
  });
  test('what is neither is still to come', () => {
    const builds = { known: 90, expected: 100, open: 0, lost: 0 };
    expect(isComplete({ builds })).toBe(false);
    expect(gapsSentence({ builds, state: 'active' })).toBe('10 to come');
    expect(gapsSentence({ builds, state: 'importing' })).toBe('');
    expect(gapsSentence({ builds: { ...builds, known: 100 }, state: 'active' })).toBe('');
  });
});
