import { expect, test } from 'vitest';
import { judgeOutcomes, rulesSentence, usualFlakyRules, verdictWords } from './flaky-rules.ts';

const reasonOf = (outcomes: string, patch = {}) => judgeOutcomes(outcomes, { ...usualFlakyRules, ...patch }).reason;

test('five flips are flaky, four are not', () => {
  expect(reasonOf(`${'p'.repeat(20)}fpfpf`)).toBe('flips');
  expect(reasonOf(`${'p'.repeat(20)}fpfp`)).toBeNull();
});

test('a low pass rate is flaky, but a test that fails always is broken', () => {
  expect(reasonOf('pppff')).toBe('pass_rate');
  expect(reasonOf('ppff')).toBeNull();
  expect(reasonOf('fffffff')).toBeNull();
  expect(reasonOf('ppppf')).toBeNull();
});

test('only the newest runs count', () => {
  expect(reasonOf(`fpfpfpfp${'p'.repeat(29)}`)).toBeNull();
  expect(reasonOf(`fpfpfpfp${'p'.repeat(29)}`, { runs: 60 })).toBe('flips');
});

test('rules and verdicts in words', () => {
  expect(rulesSentence(usualFlakyRules)).toContain('less than 80\u00a0% of 5 runs');
  expect(verdictWords('ppfpf', usualFlakyRules)).toEqual({ isFlaky: true, words: '60\u00a0% passed of 5 runs' });
});
