import type { CollectedBuild } from '../../core/build.ts';
import { type DeepKind, type DeepState, deepStateOf, wantedDeepKinds, withDeepState } from '../../core/deep-data.ts';
import type { JobKind } from '../../core/job.ts';
import { type NotedWork, priorityOf } from './deep-work.ts';

/** What a build's row said before a step. */
export interface BuildBefore {
  readonly deep: number;
  readonly isBuilding: boolean;
  readonly testsTotal: number | null;
}

export interface FinalBuild {
  readonly buildId: number;
  readonly jobKind: JobKind;
  readonly build: CollectedBuild;
  readonly testReportName: string | null;
  /** What the same step settles. */
  readonly settled: ReadonlyMap<DeepKind, DeepState> | undefined;
}

/** Tests that ran again, or were added, make a report new. */
function isOutdated(kind: DeepKind, before: BuildBefore | undefined, build: CollectedBuild): boolean {
  return kind === 'tests' && before !== undefined && before.testsTotal !== (build.tests?.total ?? null);
}

/** The states of a build's deep data after a step has stored its record, and what goes onto the work list for it. */
export function noteDeepWork(
  { buildId, jobKind, build, testReportName, settled }: FinalBuild,
  before: BuildBefore | undefined,
  nowMs: number,
): { readonly deep: number; readonly works: readonly NotedWork[] } {
  let deep = before?.deep ?? 0;
  if (build.isBuilding) return { deep, works: [] };
  const works: NotedWork[] = [];
  const priority = priorityOf(build, nowMs);
  for (const [kind, state] of settled ?? []) deep = withDeepState(deep, kind, state);
  const facts = { jobKind, result: build.result, testsTotal: build.tests?.total ?? null };
  for (const kind of wantedDeepKinds(facts)) {
    if (priority === null || settled?.has(kind)) continue;
    // Nothing was checked out: a request of its own for no changes. Opened by a person, it is asked nevertheless.
    if (kind === 'changes' && build.commit === null) continue;
    const state = deepStateOf(deep, kind);
    if (state === 'noted' || (state !== 'untouched' && !isOutdated(kind, before, build))) continue;
    deep = withDeepState(deep, kind, 'noted');
    works.push({ buildId, kind, startedAtMs: build.startedAtMs, priority, reportName: testReportName });
  }
  return { deep, works };
}
