import type { FailureRule } from '../failure-rule.ts';
import { buildRules } from './build-rules.ts';
import { firstRules } from './first-rules.ts';
import { gateRules } from './gate-rules.ts';
import { lastRules } from './last-rules.ts';
import { testRules } from './test-rules.ts';

/** Goes up when rules change: builds of the last 30 days are then classified again. */
export const builtInRulesVersion = 1;

/** In order of priority: the first that finds something is taken. */
export const builtInRules: readonly FailureRule[] = [
  ...firstRules,
  ...gateRules,
  ...testRules,
  ...buildRules,
  ...lastRules,
];
