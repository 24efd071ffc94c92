import { describe, expect, it } from 'vitest';
import { failureSentence, spokenDuration } from './failure-sentence.ts';

const story = {
  isUnstable: false,
  stage: 'Test',
  durationMs: 184_000,
  category: 'test_failure',
  evidence: [{ source: 'test', text: 'com.acme.OrderTest.total: expected 3 but was 2', line: null }],
  redSince: 812,
  isFirst: false,
  authors: ['Ann'],
} as const;

describe('the sentence of a failure', () => {
  it('says where, after how long, what, since when and whose change', () => {
    expect(failureSentence(story)).toBe(
      'Failed in Test after 3m 04s: OrderTest.total: expected 3 but was 2 · red since #812, change by Ann',
    );
    expect(
      failureSentence({ ...story, isFirst: true, isUnstable: true, stage: null, authors: ['Ann', 'Bo', 'Cy'] }),
    ).toBe(
      'Unstable after 3m 04s: OrderTest.total: expected 3 but was 2 · first failure after green, changes by Ann and 2 others',
    );
  });

  it('does with what is known', () => {
    const bare = { ...story, stage: null, durationMs: null, evidence: [], redSince: null, authors: [] };
    expect(failureSentence(bare)).toBe('Failed: tests failed');
    const log = (text: string) => ({ source: 'log', text, line: 1 }) as const;
    const compile = { ...bare, evidence: [log('[ERROR] COMPILATION ERROR :'), log('A.java:[1,2] cannot find symbol')] };
    expect(failureSentence(compile)).toBe('Failed: A.java:[1,2] cannot find symbol');
    expect(failureSentence({ ...bare, category: 'unknown' })).toBe('Failed: no rule knows why');
  });

  it('tells durations in two units', () => {
    expect([850, 59_400, 60_000, 3_720_000].map(spokenDuration)).toEqual(['850 ms', '59s', '1m 00s', '1h 02m']);
  });
});
