import type { BuildResult, TestCounts } from '../build.ts';

export interface FailedTestFact {
  readonly className: string | null;
  readonly name: string;
  readonly error: string | null;
}

/** Everything that is known of a red build and may say why it is red. */
export interface FailureFacts {
  readonly result: BuildResult;
  /** The innermost stages that went red, in their order, with the error that the controller told. */
  readonly stages: readonly { readonly name: string; readonly error: string | null }[];
  readonly tests: TestCounts | null;
  /** The first failed tests of its report. */
  readonly failedTests: readonly FailedTestFact[];
  /** The end of its log; null = not kept. */
  readonly log: string | null;
}

export interface FailureEvidence {
  readonly source: 'log' | 'test' | 'stage' | 'cause';
  readonly text: string;
  /** Line of the given log, from 1; null where there is none. */
  readonly line: number | null;
}
