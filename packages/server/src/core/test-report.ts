/** REGRESSION and FIXED of old controllers are `failed` and `passed`: transitions are found in our own history. */
export type TestStatus = 'passed' | 'failed' | 'skipped';

/** One case of a test report, as read from a controller. */
export interface TestCaseResult {
  readonly className: string | null;
  readonly name: string;
  readonly status: TestStatus;
  readonly durationMs: number | null;
  /** For how many builds it has failed or been skipped; 0 for a passing one. */
  readonly age: number | null;
  /** Number of the build since which it fails. */
  readonly failedSince: number | null;
  readonly errorDetails: string | null;
  readonly errorStackTrace: string | null;
  readonly skippedMessage: string | null;
}

/** Cases of one suite, as many as came in one answer: a large suite comes in several parts under the same position. */
export interface TestSuitePart {
  /** Position of the suite in the report: suites may share a name. */
  readonly position: number;
  readonly name: string | null;
  /** Names of the stages around the step that published it, outermost first. */
  readonly stageNames: readonly string[];
  readonly cases: readonly TestCaseResult[];
}
