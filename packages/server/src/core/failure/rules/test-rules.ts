import { type FailureRule, logRules } from '../failure-rule.ts';

const { test } = logRules;

/** What tells one test failure from another. */
const detail =
  /<<< (?:FAILURE|ERROR)!|^\[ERROR\] {2,}\w|\bFAILED$|^FAILED \S+::|^ERROR \S+::|^ *● |--- FAIL:|AssertionError|AssertionFailedError|^E {3,}|^ *\d+\) |^\[ {2}FAILED {2}\] \w+\.|\*\*\*Failed|^ *Failed \S|\[FAIL\]|^FAIL: |\*\*\* FAILED \*\*\*|\.\.\. FAILED/;

/** What test runners say at the end of a run with failures. */
export const testRules: readonly FailureRule[] = [
  test(
    'maven-tests',
    /There are test failures|Tests run: \d+, Failures: [1-9]|Tests run: \d+, Failures: \d+, Errors: [1-9]/,
    detail,
  ),
  test('gradle-tests', /There were failing tests|^\d+ tests completed, [1-9]\d* failed/, detail),
  test(
    'js-tests',
    /^ *Tests: +(?:.*, )?[1-9]\d* failed|^ *Test Files +[1-9]\d* failed|^ *Snapshots?:? .*failed|^ℹ fail [1-9]|Executed \d+ of \d+ .*\([1-9]\d* FAILED|^ *✖ +[1-9]\d* of \d+ failed/,
    detail,
  ),
  test('mocha', /^ *[1-9]\d* failing$|^ *[1-9]\d* failed$/, detail),
  test(
    'pytest',
    /^=+ .*\b[1-9]\d* (?:failed|errors?)\b.* in [\d.]+s|^FAILED \S+::|^ERROR \S+\.py::|^FAILED \((?:failures|errors)=/,
    detail,
  ),
  test(
    'ruby-php-tests',
    /^\d+ examples, [1-9]\d* failures?|^\d+ (?:runs|tests), \d+ assertions, (?:[1-9]\d* failures|\d+ failures, [1-9]\d* errors)|^FAILURES!$|^Tests: \d+, Assertions: \d+, .*(?:Failures|Errors): [1-9]/,
    detail,
  ),
  test('go-tests', /^\s*--- FAIL: |^FAIL\t\S+\t[\d.]+s/, detail),
  test('cargo-tests', /^test result: FAILED\./, detail),
  test(
    'native-tests',
    /tests passed, [1-9]\d* tests? failed out of|^\[ {2}FAILED {2}\] \d+ tests?, listed below|^\*\* TEST FAILED \*\*|with [1-9]\d* failures? \(/,
    detail,
  ),
  test('dotnet-tests', /^Failed! +- Failed: +[1-9]|^Test Run Failed\.|^Total tests: \d+\.? .*Failed: [1-9]/, detail),
  test(
    'jvm-tests',
    /\*\*\* \d+ TESTS? FAILED \*\*\*|^\[error\] Failed tests:|Total tests run: \d+, .*Failures: [1-9]/,
    detail,
  ),
  test('robot', /^\d+ tests?, \d+ passed, [1-9]\d* failed/, detail),
  {
    id: 'tests-failed',
    category: 'test_failure',
    where: 'counts',
    matches: ({ tests }) => (tests?.failed ?? 0) > 0,
  },
];
