export type TestStatus = 'PASSED' | 'FAILED' | 'SKIPPED';

export interface TestCase {
  readonly className: string;
  readonly name: string;
  readonly status: TestStatus;
  readonly durationS: number;
  /** For how many builds it has had this trouble; 0 for a passing test. */
  readonly age: number;
  /** Number of the build in which it began to fail; 0 for a test that does not. */
  readonly failedSince: number;
  readonly errorDetails: string | null;
  readonly errorStackTrace: string | null;
  readonly skippedMessage: string | null;
  readonly stdout: string | null;
  readonly stderr: string | null;
}

export interface TestSuite {
  readonly name: string;
  readonly id: string | null;
  readonly timestamp: string | null;
  readonly durationS: number;
  /** Id of the step that published the report, in a pipeline. */
  readonly nodeId: string | null;
  readonly enclosingBlocks: readonly string[];
  readonly enclosingBlockNames: readonly string[];
  readonly stdout: string | null;
  readonly stderr: string | null;
  readonly cases: readonly TestCase[];
}

export interface TestReport {
  readonly suites: readonly TestSuite[];
}

export interface TestCounts {
  readonly total: number;
  readonly failed: number;
  readonly skipped: number;
}

export function makeTestCase(test: Pick<TestCase, 'className' | 'name'> & Partial<TestCase>): TestCase {
  return {
    status: 'PASSED',
    durationS: 0.01,
    age: 0,
    failedSince: 0,
    errorDetails: null,
    errorStackTrace: null,
    skippedMessage: null,
    stdout: null,
    stderr: null,
    ...test,
  };
}

export function makeTestSuite(suite: Pick<TestSuite, 'name' | 'cases'> & Partial<TestSuite>): TestSuite {
  return {
    id: null,
    timestamp: null,
    durationS: suite.cases.reduce((sum, test) => sum + test.durationS, 0),
    nodeId: null,
    enclosingBlocks: [],
    enclosingBlockNames: [],
    stdout: null,
    stderr: null,
    ...suite,
  };
}

export function countTests(report: TestReport): TestCounts {
  const cases = report.suites.flatMap((suite) => suite.cases);
  const count = (status: TestStatus) => cases.filter((test) => test.status === status).length;
  return { total: cases.length, failed: count('FAILED'), skipped: count('SKIPPED') };
}
