import type { FailureCategory } from './failure-category.ts';
import type { FailureFacts } from './failure-facts.ts';

/** Lines are searched one by one, with colours, hidden notes and times taken off, and cut at 1,000 characters. */
export interface LogRule {
  readonly id: string;
  readonly category: FailureCategory;
  readonly where: 'log';
  /** No repetition inside a repetition: a line costs time in proportion to its length. */
  readonly pattern: RegExp;
  /** What it finds is a summary that many failures share: lines before it that this finds tell them apart. */
  readonly detail?: RegExp;
}

/** Looks at the names of red stages, or at the errors that the controller told for them. */
export interface StageRule {
  readonly id: string;
  readonly category: FailureCategory;
  readonly where: 'stage' | 'stage-error';
  readonly pattern: RegExp;
}

/** Looks at results and counts. */
export interface CountRule {
  readonly id: string;
  readonly category: FailureCategory;
  readonly where: 'counts';
  matches(facts: FailureFacts): boolean;
}

export type FailureRule = LogRule | StageRule | CountRule;

/** What a rule of one's own is to the matcher: its engine takes time in proportion to the text. */
export interface OwnRule {
  readonly id: string;
  readonly category: FailureCategory;
  matches(line: string): boolean;
}

const log =
  (category: FailureCategory) =>
  (id: string, pattern: RegExp, detail?: RegExp): LogRule => ({
    id,
    category,
    where: 'log',
    pattern,
    ...(detail === undefined ? {} : { detail }),
  });

/** One line a rule, in the tables of rules. */
export const logRules = {
  test: log('test_failure'),
  compilation: log('compilation_error'),
  dependency: log('dependency_error'),
  infrastructure: log('infrastructure'),
  timeout: log('timeout'),
  scm: log('scm_error'),
  configuration: log('configuration_error'),
  quality: log('quality_gate'),
  deployment: log('deployment_error'),
};
