import { expect, test } from 'vitest';
import { classifyFailure } from '../../src/core/failure/classify-failure.ts';
import type { FailureCategory } from '../../src/core/failure/failure-category.ts';
import { type DemoRun, drawRun } from '../../testkit/demo/demo-run.ts';
import { countsOf, failureText, hasReport, locateCase } from '../../testkit/demo/demo-tests.ts';
import type { FailureKind } from '../../testkit/demo/failure.ts';
import { consoleLogOf } from '../../testkit/demo/logs/console-log.ts';
import { productionPlan } from '../../testkit/demo/plans/production-plan.ts';
import { stagingPlan } from '../../testkit/demo/plans/staging-plan.ts';

const nowMs = Date.UTC(2026, 2, 20, 12);
const meant: Readonly<Record<FailureKind, FailureCategory>> = {
  test: 'test_failure',
  compile: 'compilation_error',
  dependency: 'dependency_error',
  'agent-lost': 'infrastructure',
  'disk-full': 'infrastructure',
  'out-of-memory': 'infrastructure',
  timeout: 'timeout',
  checkout: 'scm_error',
  configuration: 'configuration_error',
  'quality-gate': 'quality_gate',
  deployment: 'deployment_error',
};

/** Red builds of a month, an hour apart. */
function redRuns(): DemoRun[] {
  return [productionPlan, stagingPlan].flatMap(({ agents, jobs }) =>
    jobs.flatMap((profile) => {
      const runs: DemoRun[] = [];
      for (let at = 0; at < 200; at += 1) {
        const startedAtMs = nowMs - (200 - at) * 3_600_000;
        runs.push(drawRun(profile, { number: at + 1, startedAtMs, nowMs, previous: runs.at(-1) ?? null, agents }));
      }
      return runs.filter(({ failure, result }) => failure !== null && (result === 'FAILURE' || result === 'UNSTABLE'));
    }),
  );
}

function categoryOf(run: DemoRun): FailureCategory {
  const { tests } = run.profile;
  const failedTests =
    tests === undefined || !hasReport(run) ? [] : run.failedTests.map((index) => locateCase(tests, index));
  return classifyFailure({
    result: run.result,
    stages: [],
    tests: hasReport(run) ? countsOf(run) : null,
    failedTests: failedTests.map((located) => ({
      className: located.suite,
      name: located.name,
      error: tests === undefined ? null : failureText(tests, located).message,
    })),
    log: consoleLogOf(run)
      .map(({ text }) => text)
      .join('\n'),
  }).category;
}

test('failures of the demo are of all kinds, and taken for what they are', () => {
  const runs = redRuns();
  const wrong = runs.filter((run) => run.failure !== null && categoryOf(run) !== meant[run.failure]);
  const kinds = Object.groupBy(wrong, (run) => `${run.failure} taken for ${categoryOf(run)}`);
  expect([runs.length > 300, Object.entries(kinds).map(([kind, some]) => `${some?.length} ${kind}`)]).toEqual([
    true,
    [],
  ]);
  expect(new Set(runs.map(categoryOf)).size).toBe(9);
});
