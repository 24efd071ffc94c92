/** What goes wrong in the demo. */
export type FailureKind =
  | 'test'
  | 'compile'
  | 'dependency'
  | 'agent-lost'
  | 'disk-full'
  | 'out-of-memory'
  | 'timeout'
  | 'checkout'
  | 'configuration'
  | 'quality-gate'
  | 'deployment';

/** The part of a build in which it happens. */
export type Activity = 'checkout' | 'resolve' | 'compile' | 'test' | 'check' | 'package' | 'deploy' | 'other';

export const failsIn: Readonly<Record<FailureKind, readonly Activity[]>> = {
  test: ['test', 'other'],
  compile: ['compile', 'other'],
  dependency: ['resolve', 'compile', 'other'],
  'agent-lost': ['test', 'compile', 'deploy', 'other'],
  'disk-full': ['package', 'compile', 'other'],
  'out-of-memory': ['test', 'compile', 'other'],
  timeout: ['test', 'deploy', 'other'],
  checkout: ['checkout', 'other'],
  configuration: ['other', 'deploy', 'checkout'],
  'quality-gate': ['check', 'test', 'other'],
  deployment: ['deploy', 'other'],
};

/** What stands in the stage's error. */
export const errorMessages: Readonly<Record<FailureKind, string>> = {
  test: 'There are test failures',
  compile: 'script returned exit code 1',
  dependency: 'script returned exit code 1',
  'agent-lost': 'Agent was removed or went offline',
  'disk-full': 'script returned exit code 28',
  'out-of-memory': 'script returned exit code 137',
  timeout: 'Timeout has been exceeded',
  checkout: 'Error cloning remote repo',
  configuration: 'No such credentials',
  'quality-gate': 'Pipeline aborted due to quality gate failure: ERROR',
  deployment: 'script returned exit code 1',
};
