import { type NumberedTestCase, packTestCases } from '../../core/pack-test-cases.ts';
import type { TestReportPart } from '../deep-step.ts';
import type { TestFailureTable, TestPartTable, TestReportTable } from '../deep-tables.ts';
import type { StepContext } from '../step-context.ts';
import { bucketOfTest, testsPerBucket } from './bucket.ts';
import { ReportState } from './report-state.ts';
import { identityOfSuite, identityOfTest, numberNames, scopeOfSuites, scopeOfTests } from './test-dictionary.ts';
import { projectsOfJobs } from './test-projects.ts';

export interface TestPartToStore {
  readonly buildId: number;
  readonly jobId: number;
  readonly startedAtMs: number;
  readonly part: TestReportPart;
}

interface Written {
  readonly states: Map<number, ReportState>;
  readonly parts: TestPartTable[];
}

async function storedReports({ statements, tx }: StepContext, ids: readonly number[]) {
  const rows = await statements.forKeys(tx, 'test reports', { keys: ids }, (keys) =>
    tx.selectFrom('test_report').selectAll().where('build_id', 'in', keys),
  );
  return new Map(rows.map((row) => [row.build_id, row]));
}

/** Takes away what is kept of reports. */
async function clearReports({ statements, tx }: StepContext, ids: readonly number[]): Promise<void> {
  for (const table of ['test_part', 'test_failure', 'test_report'] as const) {
    await statements.forKeys(tx, `clear ${table}`, { keys: ids }, (keys) =>
      tx.deleteFrom(table).where('build_id', 'in', keys),
    );
  }
}

function toPartRows(state: ReportState, cases: readonly NumberedTestCase[], part: number): TestPartTable[] {
  const buckets = Map.groupBy(cases, ({ test }) => bucketOfTest(test));
  return [...buckets].map(([bucket, some]) => ({
    build_id: state.row.build_id,
    bucket,
    part,
    connection_id: state.row.connection_id,
    results: packTestCases(some),
  }));
}

function writePart(
  context: StepContext,
  { buildId, startedAtMs, part: { part, isLast, suites } }: TestPartToStore,
  { states, parts }: Written,
  projectId: number,
): void {
  const { connectionId, names } = context;
  const state = part === 0 ? ReportState.fresh({ buildId, connectionId, projectId, startedAtMs }) : states.get(buildId);
  if (state === undefined || state.row.parts !== part || state.row.is_complete === 1) {
    throw new RangeError(`Part ${part} of a test report without the parts before it`);
  }
  states.set(buildId, state);
  const testScope = scopeOfTests(projectId);
  const suiteScope = scopeOfSuites(projectId);
  const cases = state.add(suites, isLast, {
    ofSuite: (suite) => names.get(suiteScope, identityOfSuite(suite)) ?? 0,
    ofTest: (test) => names.get(testScope, identityOfTest(test)) ?? 0,
  });
  const isSmall = part === 0 && isLast && cases.length <= testsPerBucket;
  if (isSmall) state.row = { ...state.row, results: packTestCases(cases) };
  else parts.push(...toPartRows(state, cases, part));
}

async function write({ statements, tx }: StepContext, { states, parts }: Written): Promise<void> {
  const reports: TestReportTable[] = [];
  const failures: TestFailureTable[] = [];
  for (const state of states.values()) {
    reports.push(state.row);
    for (const failure of state.failures) failures.push(failure);
  }
  await statements.insert(tx, 'test_report', reports, (some) =>
    tx
      .insertInto('test_report')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('build_id').doUpdateSet((e) => ({
          cases: e.ref('excluded.cases'),
          passed: e.ref('excluded.passed'),
          failed: e.ref('excluded.failed'),
          skipped: e.ref('excluded.skipped'),
          duration_ms: e.ref('excluded.duration_ms'),
          parts: e.ref('excluded.parts'),
          is_complete: e.ref('excluded.is_complete'),
          failures_kept: e.ref('excluded.failures_kept'),
          text_kept: e.ref('excluded.text_kept'),
          results: e.ref('excluded.results'),
        })),
      ),
  );
  await statements.insert(tx, 'test_part', parts, (some) => tx.insertInto('test_part').values(some));
  await statements.insert(tx, 'test_failure', failures, (some) => tx.insertInto('test_failure').values(some));
}

/** Numbers all names of the step; returns the projects that have had too many. */
async function numberAll(
  context: StepContext,
  given: readonly TestPartToStore[],
  projects: ReadonlyMap<number, number>,
): Promise<ReadonlySet<number>> {
  const full = new Set<number>();
  for (const [projectId, some] of Map.groupBy(given, ({ jobId }) => projects.get(jobId) ?? 0)) {
    const isNumbered = await numberNames(
      context,
      projectId,
      some.flatMap(({ part }) => part.suites),
    );
    if (!isNumbered) full.add(projectId);
  }
  return full;
}

/**
 * Records parts of test reports; a part 0 replaces what was kept of its build. Returns the builds whose projects have had
 * too many different tests: nothing is kept of these. Throws RangeError for a part that does not follow the one before.
 */
export async function recordTestParts(
  context: StepContext,
  given: readonly TestPartToStore[],
): Promise<ReadonlySet<number>> {
  if (given.length === 0) return new Set();
  const projects = await projectsOfJobs(
    context,
    given.map(({ jobId }) => jobId),
  );
  const full = await numberAll(context, given, projects);
  const stored = await storedReports(context, [...new Set(given.map(({ buildId }) => buildId))]);
  const written: Written = { states: new Map(), parts: [] };
  const refused = new Set<number>();
  for (const entry of given) {
    const projectId = projects.get(entry.jobId) ?? 0;
    const row = stored.get(entry.buildId);
    if (full.has(projectId)) refused.add(entry.buildId);
    else {
      if (row !== undefined && entry.part.part > 0 && !written.states.has(entry.buildId)) {
        written.states.set(entry.buildId, new ReportState(row));
      }
      writePart(context, entry, written, projectId);
    }
  }
  const replaced = given.filter(
    ({ buildId, part }) => stored.has(buildId) && (part.part === 0 || refused.has(buildId)),
  );
  await clearReports(context, [...new Set(replaced.map(({ buildId }) => buildId))]);
  await write(context, written);
  return refused;
}
