import { type Bean, bean, beanOfDeclaredType, defineModel, JavaDouble } from '../stapler/model.ts';
import { countTests, type TestCase, type TestReport, type TestSuite } from '../truth/test-report.ts';

const caseModel = defineModel<TestCase>({
  className: 'hudson.tasks.junit.CaseResult',
  parent: defineModel<TestCase>({ className: null, visibility: 9, properties: { testActions: () => [] } }),
  visibility: 9,
  properties: {
    age: ({ age }) => age,
    className: ({ className }) => className,
    duration: ({ durationS }) => new JavaDouble(durationS),
    errorDetails: ({ errorDetails }) => errorDetails,
    errorStackTrace: ({ errorStackTrace }) => errorStackTrace,
    failedSince: ({ failedSince }) => failedSince,
    name: ({ name }) => name,
    properties: () => new Map(),
    skipped: ({ status }) => status === 'SKIPPED',
    skippedMessage: ({ skippedMessage }) => skippedMessage,
    status: ({ status }) => status,
    stderr: ({ stderr }) => stderr,
    stdout: ({ stdout }) => stdout,
  },
});

export const testCaseBean = (test: TestCase): Bean => bean(caseModel, test);

const suiteModel = defineModel<TestSuite>({
  className: null,
  visibility: 9,
  properties: {
    cases: ({ cases, stdout, stderr }) =>
      // The output of the suite is repeated in every case that has none of its own.
      cases.map((test) =>
        beanOfDeclaredType(caseModel, { ...test, stdout: test.stdout ?? stdout, stderr: test.stderr ?? stderr }),
      ),
    duration: ({ durationS }) => new JavaDouble(durationS),
    enclosingBlockNames: ({ enclosingBlockNames }) => enclosingBlockNames,
    enclosingBlocks: ({ enclosingBlocks }) => enclosingBlocks,
    id: ({ id }) => id,
    name: ({ name }) => name,
    nodeId: ({ nodeId }) => nodeId,
    properties: () => new Map(),
    stderr: ({ stderr }) => stderr,
    stdout: ({ stdout }) => stdout,
    timestamp: ({ timestamp }) => timestamp,
  },
});

const passed = (report: TestReport) => {
  const { total, failed, skipped } = countTests(report);
  return total - failed - skipped;
};
const round = (seconds: number) => Math.round(seconds * 1000) / 1000;

const reportModel = defineModel<TestReport>({
  className: 'hudson.tasks.junit.TestResult',
  parent: defineModel<TestReport>({ className: null, properties: { testActions: () => [] } }),
  properties: {
    duration: ({ suites }) => new JavaDouble(round(suites.reduce((sum, { durationS }) => sum + durationS, 0))),
    empty: ({ suites }) => suites.length === 0,
    failCount: (report) => countTests(report).failed,
    passCount: passed,
    skipCount: (report) => countTests(report).skipped,
    suites: ({ suites }) => suites.map((suite) => beanOfDeclaredType(suiteModel, suite)),
  },
});

export const testReportBean = (report: TestReport): Bean => bean(reportModel, report);
