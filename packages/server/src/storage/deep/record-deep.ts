import { type DeepKind, type DeepState, deepKinds, withDeepState } from '../../core/deep-data.ts';
import { buildKey } from '../../core/entity-id.ts';
import type { DeepResult } from '../deep-step.ts';
import { isRedNumber, markFailures } from '../failures/mark-failures.ts';
import type { SettledDeep } from '../record-builds.ts';
import type { StepContext } from '../step-context.ts';
import { recordTestParts, type TestPartToStore } from '../test-reports/record-test-parts.ts';
import { deepPriorities, dropWork, noteWork, postponeWork, writeDeepStates } from './deep-work.ts';
import { type PackedTail, recordTails } from './log-tail.ts';
import { type ChangesToStore, recordChanges } from './record-changes.ts';
import { recordStages, type StagesToStore } from './record-stages.ts';

/** A result with its log, if it is one, made ready before the transaction. */
export interface PreparedResult {
  readonly result: DeepResult;
  readonly tail: PackedTail | null;
}

interface BuildOfResult {
  readonly id: number;
  readonly job_id: number;
  readonly connection_id: number;
  readonly started_at_ms: number;
  readonly is_building: number;
  readonly result: number | null;
  readonly deep: number;
}
type OfBuild<Value> = Value & { readonly build: BuildOfResult };

/** The state that a result settles; null when the kind stays open, or stands in the list. */
export function settledState(result: DeepResult): DeepState | null {
  if (result.outcome === 'none') return 'none';
  if (result.outcome !== 'stored') return null;
  switch (result.kind) {
    case 'stages':
      return result.stages.length > 0 ? 'stored' : 'none';
    case 'changes':
      return result.changes.length > 0 ? 'stored' : 'none';
    case 'log':
      return result.text.length > 0 ? 'stored' : 'none';
    case 'tests': {
      if (!result.isLast) return null;
      const isEmpty = result.part === 0 && result.suites.every(({ cases }) => cases.length === 0);
      return isEmpty ? 'none' : 'stored';
    }
  }
}

/** What the results of a step settle, by key of the build. */
export function settledBy(results: readonly DeepResult[]): SettledDeep {
  const settled = new Map<number, Map<DeepKind, DeepState>>();
  for (const result of results) {
    const state = settledState(result);
    if (state === null) continue;
    const key = buildKey(result.jobId, result.number);
    const kinds = settled.get(key) ?? new Map<DeepKind, DeepState>();
    settled.set(key, kinds.set(result.kind, state));
  }
  return settled;
}

async function buildsOf({ statements, tx, connectionId }: StepContext, results: readonly PreparedResult[]) {
  const keys = [...new Set(results.map(({ result }) => buildKey(result.jobId, result.number)))];
  const rows = await statements.forKeys(tx, 'builds of deep results', { keys }, (some) =>
    tx
      .selectFrom('build')
      .select(['id', 'job_id', 'connection_id', 'started_at_ms', 'is_building', 'result', 'deep'])
      .where('id', 'in', some),
  );
  return new Map(rows.filter((row) => row.connection_id === connectionId).map((row) => [row.id, row]));
}

/** The last value of each build: one statement must not touch a row twice. */
function lastOf<Value extends { readonly buildId: number }>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [value.buildId, value])).values()];
}

/** Writes the values; returns the builds whose reports were refused. */
async function writeValues(
  context: StepContext,
  results: readonly (PreparedResult & { readonly build: BuildOfResult })[],
): Promise<ReadonlySet<number>> {
  const stages: StagesToStore[] = [];
  const changes: ChangesToStore[] = [];
  const tails: { buildId: number; tail: PackedTail }[] = [];
  const tests: TestPartToStore[] = [];
  for (const { build, result, tail } of results) {
    if (result.outcome !== 'stored' || settledState(result) === 'none') continue;
    const buildId = build.id;
    if (result.kind === 'stages') stages.push({ ...result, buildId });
    else if (result.kind === 'changes') changes.push({ ...result, buildId });
    else if (result.kind === 'tests') {
      tests.push({ buildId, jobId: build.job_id, startedAtMs: build.started_at_ms, part: result });
    } else if (tail !== null) tails.push({ buildId, tail });
  }
  await recordStages(context, lastOf(stages));
  await recordChanges(context, lastOf(changes));
  await recordTails(context, lastOf(tails));
  return recordTestParts(context, tests);
}

/** Writes the states that results have settled, and takes these off the work list. */
async function settle(
  context: StepContext,
  results: readonly OfBuild<PreparedResult>[],
  refused: ReadonlySet<number>,
): Promise<void> {
  const deepOf = new Map<number, number>();
  const settled = new Map(deepKinds.map((kind): [DeepKind, number[]] => [kind, []]));
  for (const { build, result } of results) {
    const isRefused = result.kind === 'tests' && refused.has(build.id);
    const state = isRefused ? 'noted' : settledState(result);
    // Of a running build more is to come: it is asked again when it has finished.
    if (state === null || build.is_building === 1) continue;
    deepOf.set(build.id, withDeepState(deepOf.get(build.id) ?? build.deep, result.kind, state));
    if (!isRefused) settled.get(result.kind)?.push(build.id);
  }
  const before = new Map(results.map(({ build }) => [build.id, build.deep]));
  await writeDeepStates(context, new Map([...deepOf].filter(([id, deep]) => before.get(id) !== deep)));
  for (const [kind, buildIds] of settled) await dropWork(context, kind, buildIds);
}

async function refuse(context: StepContext, { id, started_at_ms: startedAtMs }: BuildOfResult): Promise<void> {
  const reason =
    'The names of its tests change with every build: this project has had more than two million different ones.';
  const work = { buildId: id, kind: 'tests' as const };
  await noteWork(context, [{ ...work, startedAtMs, priority: deepPriorities.parked, reportName: null }]);
  await postponeWork(context, { ...work, isParked: true, dueAtMs: null, reason });
}

/** Red builds of which more is known now, or of which it is certain that no more will be. */
function toClassify(results: readonly OfBuild<PreparedResult>[]): number[] {
  return results.flatMap(({ build, result }) => {
    const isSettled = result.outcome === 'parked' || settledState(result) !== null;
    const isDeciding = result.kind !== 'changes' && build.is_building === 0 && isRedNumber(build.result);
    return isSettled && isDeciding ? [build.id] : [];
  });
}

/**
 * Stores what was fetched for builds and keeps the work list in step with it. Results of builds that are not there are left
 * out. Returns when the builds started whose stages were stored.
 */
export async function recordDeep(context: StepContext, given: readonly PreparedResult[]): Promise<readonly number[]> {
  if (given.length === 0) return [];
  const builds = await buildsOf(context, given);
  const results = given.flatMap((entry) => {
    const build = builds.get(buildKey(entry.result.jobId, entry.result.number));
    return build === undefined ? [] : [{ ...entry, build }];
  });
  const refused = await writeValues(context, results);
  await settle(context, results, refused);
  for (const id of refused) {
    const build = builds.get(id);
    if (build !== undefined) await refuse(context, build);
  }
  await markFailures(context, toClassify(results));
  for (const { build, result } of results) {
    if (result.outcome !== 'failed' && result.outcome !== 'parked') continue;
    const { kind, reason } = result;
    const isParked = result.outcome === 'parked';
    await postponeWork(context, { buildId: build.id, kind, isParked, dueAtMs: result.retryAtMs ?? null, reason });
  }
  const staged = results.filter(({ result }) => result.kind === 'stages' && result.outcome === 'stored');
  return staged.map(({ build }) => build.started_at_ms);
}
