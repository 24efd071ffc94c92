import { type NumberedTestCase, packTestCases } from '../../core/pack-test-cases.ts';
import type { TestReportPart } from '../deep-step.ts';
import type { TestFailureTable, TestPartTable, TestReportTable } from '../deep-tables.ts';
import type { StepContext } from '../step-context.ts';
import { bucketOfTest, mostCasesInRow } from './bucket.ts';
import { ReportState } from './report-state.ts';
import { type NumberedSuite, numberNames } from './test-dictionary.ts';
import { projectsOfJobs, type TestProject } from './test-projects.ts';

export interface TestPartToStore {
  readonly buildId: number;
  readonly jobId: number;
  readonly startedAtMs: number;
  readonly part: TestReportPart;
}

interface NumberedPart extends TestPartToStore {
  readonly project: TestProject;
  readonly numbers: readonly NumberedSuite[];
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
  { connectionId }: StepContext,
  { buildId, startedAtMs, part: { part, isLast, suites }, numbers, project }: NumberedPart,
  { states, parts }: Written,
): void {
  const state = part === 0 ? ReportState.fresh({ buildId, connectionId, project, startedAtMs }) : states.get(buildId);
  if (state === undefined || state.row.parts !== part || state.row.is_complete === 1) {
    throw new RangeError(`Part ${part} of a test report without the parts before it`);
  }
  states.set(buildId, state);
  const cases = state.add(suites, isLast, numbers);
  const isSmall = part === 0 && isLast && cases.length <= mostCasesInRow;
  if (isSmall) state.row = { ...state.row, results: packTestCases(cases) };
  else parts.push(...toPartRows(state, cases, part));
}

/** Notes reports whose outcomes are still to be counted, or are not as they were. */
async function markUncounted(
  { statements, tx }: Pick<StepContext, 'statements' | 'tx'>,
  reports: readonly Pick<TestReportTable, 'build_id' | 'connection_id'>[],
): Promise<void> {
  const rows = reports.map(({ build_id, connection_id }) => ({ build_id, connection_id }));
  await statements.insert(tx, 'uncounted_report', rows, (some) =>
    tx
      .insertInto('uncounted_report')
      .values(some)
      // Written even where it stands: whoever is about to take the mark off has to wait for this report.
      .onConflict((conflict) =>
        conflict.column('build_id').doUpdateSet((e) => ({ connection_id: e.ref('excluded.connection_id') })),
      ),
  );
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
  const whole = reports.filter(({ is_complete }) => is_complete === 1);
  await markUncounted({ statements, tx }, whole);
  await statements.insert(tx, 'test_part', parts, (some) => tx.insertInto('test_part').values(some));
  await statements.insert(tx, 'test_failure', failures, (some) => tx.insertInto('test_failure').values(some));
}

/** Numbers the names of all parts, in their order; those of projects that have had too many are null. */
async function numberAll(
  context: StepContext,
  given: readonly TestPartToStore[],
): Promise<readonly (NumberedPart | null)[]> {
  const projects = await projectsOfJobs(
    context,
    given.map(({ jobId }) => jobId),
  );
  const groups = [...Map.groupBy(given, ({ jobId }) => projects.get(jobId)?.id ?? 0)];
  const named = await numberNames(
    context,
    groups.map(([projectId, some]) => ({ projectId, parts: some.flatMap(({ part }) => part.suites) })),
  );
  const numbered = new Map<TestPartToStore, NumberedPart | null>();
  for (const [index, [projectId, some]] of groups.entries()) {
    const numbers = named[index] ?? null;
    let from = 0;
    for (const entry of some) {
      const project = projects.get(entry.jobId) ?? { id: projectId, isShared: false };
      const to = from + entry.part.suites.length;
      numbered.set(entry, numbers && { ...entry, project, numbers: numbers.slice(from, to) });
      from = to;
    }
  }
  return given.map((entry) => numbered.get(entry) ?? null);
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
  const numbered = await numberAll(context, given);
  const stored = await storedReports(context, [...new Set(given.map(({ buildId }) => buildId))]);
  const written: Written = { states: new Map(), parts: [] };
  const refused = new Set<number>();
  for (const [index, { buildId, part }] of given.entries()) {
    const entry = numbered[index] ?? null;
    const row = stored.get(buildId);
    if (entry === null) refused.add(buildId);
    else {
      if (row !== undefined && part.part > 0 && !written.states.has(buildId)) {
        written.states.set(buildId, new ReportState(row));
      }
      writePart(context, entry, written);
    }
  }
  const replaced = given.filter(
    ({ buildId, part }) => stored.has(buildId) && (part.part === 0 || refused.has(buildId)),
  );
  const replacedIds = [...new Set(replaced.map(({ buildId }) => buildId))];
  await clearReports(context, replacedIds);
  const { connectionId } = context;
  await markUncounted(
    context,
    replacedIds.map((build_id) => ({ build_id, connection_id: connectionId })),
  );
  await write(context, written);
  return refused;
}
