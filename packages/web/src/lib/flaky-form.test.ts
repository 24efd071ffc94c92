import { expect, test } from 'vitest';
import { readFlakyForm, toFlakyForm } from './flaky-form.ts';
import { usualFlakyRules } from './flaky-rules.ts';

test('rules survive the form', () => {
  expect(toFlakyForm(usualFlakyRules)).toEqual({ runs: '30', flips: '5', passRate: '80', minRuns: '5' });
  expect(readFlakyForm(toFlakyForm(usualFlakyRules))).toEqual({ rules: usualFlakyRules, errors: {} });
  expect(readFlakyForm({ runs: '30', flips: '5', passRate: '92,5', minRuns: '5' }).rules?.passRate).toBeCloseTo(0.925);
});

test('each wrong field is named', () => {
  const { rules, errors } = readFlakyForm({ runs: '3', flips: 'five', passRate: '100', minRuns: '' });
  expect(rules).toBeUndefined();
  expect(Object.keys(errors).sort()).toEqual(['flips', 'minRuns', 'passRate', 'runs']);
  expect(readFlakyForm({ runs: '10', flips: '2', passRate: '80', minRuns: '20' }).errors.minRuns).toContain('10 runs');
});
