import {
  type countTests,
  makeTestCase,
  makeTestSuite,
  type TestCase,
  type TestReport,
  type TestSuite,
} from '../fake-jenkins/truth/test-report.ts';
import { type DemoRun, keyOf } from './demo-run.ts';
import type { TestPlan } from './job-profile.ts';
import { Random } from './random.ts';

const things = [
  'Refund',
  'Cart',
  'Voucher',
  'Invoice',
  'Session',
  'Price',
  'Address',
  'Catalog',
  'Ledger',
  'Webhook',
  'Delivery',
  'Account',
  'Search',
  'Token',
  'Order',
  'Basket',
  'Mandate',
  'Export',
] as const;
const roles = ['Service', 'Repository', 'Controller', 'Mapper', 'Validator', 'Client', 'Scheduler'] as const;
const does = [
  'rejects',
  'returns',
  'keeps',
  'retries',
  'rounds',
  'merges',
  'expires',
  'ignores',
  'publishes',
  'orders',
] as const;
const what = [
  'EmptyInput',
  'DuplicateKeys',
  'ForeignCurrency',
  'PartialAmount',
  'LateEvent',
  'UnknownCustomer',
  'StaleVersion',
  'NightTimeZone',
  'LargePage',
  'ConcurrentUpdate',
] as const;

const isScript = ({ root }: TestPlan) => root.includes('/');

function suiteName(plan: TestPlan, index: number): string {
  const thing = things[index % things.length] ?? 'Order';
  const role = roles[Math.floor(index / things.length) % roles.length] ?? 'Service';
  if (isScript(plan)) return `${plan.root}/${thing.toLowerCase()}/${role.toLowerCase()}.test.ts`;
  return `${plan.root}.${thing}${role}Test`;
}

function caseName(plan: TestPlan, index: number): string {
  const verb = does[index % does.length] ?? 'returns';
  const object = what[(index * 7 + Math.floor(index / does.length)) % what.length] ?? 'EmptyInput';
  const suffix = index >= 40 ? `[${index}]` : '';
  if (!isScript(plan)) return `${verb}${object}${suffix}`;
  return `${verb} ${object
    .replace(/([A-Z])/g, ' $1')
    .trim()
    .toLowerCase()}${suffix}`;
}

/** The words of a failed assertion, and where it stood. */
export function failureText(
  plan: TestPlan,
  test: { suite: string; name: string; index: number },
): { message: string; stack: string } {
  const expected = 40 + (test.index % 60);
  const message = isScript(plan)
    ? `expected ${expected + 1} to be ${expected}`
    : `expected: <${expected}.00> but was: <${expected}.01>`;
  if (isScript(plan)) {
    return {
      message,
      stack: `AssertionError: ${message}\n    at ${test.suite}:${20 + test.index}:17\n    at runTest (node_modules/vitest/dist/runner.js:781:11)`,
    };
  }
  const frame = `\tat ${test.suite}.${test.name}(${test.suite.split('.').at(-1)}.java:${30 + test.index})`;
  return {
    message,
    stack: `org.opentest4j.AssertionFailedError: ${message}\n${frame}\n\tat java.base/java.lang.reflect.Method.invoke(Method.java:580)`,
  };
}

/** Suite and name of a case by its index over all suites. */
export function locateCase(plan: TestPlan, index: number): { suite: string; name: string; index: number } {
  const suiteIndex = Math.floor(index / plan.casesPerSuite);
  const inSuite = index % plan.casesPerSuite;
  return { suite: suiteName(plan, suiteIndex), name: caseName(plan, inSuite), index: inSuite };
}

function makeCase(run: DemoRun, options: { plan: TestPlan; index: number; random: Random }): TestCase {
  const { plan, index, random } = options;
  const { suite, name, index: inSuite } = locateCase(plan, index);
  const durationS = Math.round(random.logNormal(0.04, 1.1) * 1000) / 1000;
  const base = { className: suite, name, durationS };
  if (index % 173 === 172) {
    return makeTestCase({ ...base, durationS: 0, status: 'SKIPPED', skippedMessage: 'not on this platform' });
  }
  if (!run.failedTests.includes(index)) return makeTestCase(base);
  const { message, stack } = failureText(plan, { suite, name, index: inSuite });
  const age = run.number - run.failedSince + 1;
  return makeTestCase({
    ...base,
    status: 'FAILED',
    age,
    failedSince: run.failedSince,
    errorDetails: message,
    errorStackTrace: stack,
  });
}

function makeSuite(run: DemoRun, options: { plan: TestPlan; suiteIndex: number; random: Random }): TestSuite {
  const { plan, suiteIndex, random } = options;
  const cases = Array.from({ length: plan.casesPerSuite }, (_, inSuite) =>
    makeCase(run, { plan, index: suiteIndex * plan.casesPerSuite + inSuite, random }),
  );
  const isPipeline = run.profile.kind === 'pipeline';
  return makeTestSuite({
    name: suiteName(plan, suiteIndex),
    cases,
    timestamp: new Date(run.startedAtMs).toISOString().slice(0, 19),
    nodeId: isPipeline ? '24' : null,
    enclosingBlocks: isPipeline ? ['20', '16'] : [],
    enclosingBlockNames: isPipeline ? ['Unit', 'Test'] : [],
  });
}

/** A build has a report when it came as far as its tests. */
export function hasReport({ profile, failure, result }: DemoRun): boolean {
  return (
    profile.tests !== undefined &&
    result !== 'ABORTED' &&
    (failure === null || failure === 'test' || failure === 'quality-gate')
  );
}

/** The whole report of a build. */
export function reportOf(run: DemoRun): TestReport {
  const { tests: plan } = run.profile;
  if (plan === undefined) return { suites: [] };
  const random = new Random(`${keyOf(run)} tests`);
  const suites = Array.from({ length: plan.suites }, (_, suiteIndex) => makeSuite(run, { plan, suiteIndex, random }));
  return { suites };
}

/** Counts without making the report: the same as `countTests(reportOf(run))`. */
export function countsOf({ profile: { tests: plan }, failedTests }: DemoRun): ReturnType<typeof countTests> {
  const total = plan === undefined ? 0 : plan.suites * plan.casesPerSuite;
  const skipped = Math.floor(total / 173);
  const failed = failedTests.filter((index) => index < total && index % 173 !== 172).length;
  return { total, failed, skipped };
}
