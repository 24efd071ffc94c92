import type { BuildResult } from './build.ts';
import type { JobKind } from './job.ts';

/** What is fetched for a finished build besides its record. Positions are stored: add at the end only. */
export const deepKinds = ['stages', 'tests', 'log', 'changes'] as const;
export type DeepKind = (typeof deepKinds)[number];

/** `untouched` = never asked for; `noted` = in the work list, open or parked; `none` = the build has none of it. */
export const deepStates = ['untouched', 'noted', 'stored', 'none'] as const;
export type DeepState = (typeof deepStates)[number];

const bitsPerKind = 2;
const stateMask = 3;

/** The state of one kind of data, of the number that keeps all kinds of a build. */
export function deepStateOf(packed: number, kind: DeepKind): DeepState {
  return deepStates[(packed >> (deepKinds.indexOf(kind) * bitsPerKind)) & stateMask] ?? 'untouched';
}

export function withDeepState(packed: number, kind: DeepKind, state: DeepState): number {
  const shift = deepKinds.indexOf(kind) * bitsPerKind;
  return (packed & ~(stateMask << shift)) | (deepStates.indexOf(state) << shift);
}

/** What decides whether there is anything to fetch for a build. */
export interface DeepFacts {
  readonly jobKind: JobKind;
  /** Null while it runs. */
  readonly result: BuildResult | null;
  readonly testsTotal: number | null;
}

const stagedKinds: readonly JobKind[] = ['pipeline', 'multibranch-branch'];
const loggedResults: readonly (BuildResult | null)[] = ['FAILURE', 'UNSTABLE', 'ABORTED'];

function isWanted(kind: DeepKind, { jobKind, result, testsTotal }: DeepFacts): boolean {
  switch (kind) {
    case 'stages':
      return stagedKinds.includes(jobKind);
    case 'tests':
      return (testsTotal ?? 0) > 0;
    case 'log':
      return loggedResults.includes(result);
    case 'changes':
      return true;
  }
}

/** The kinds that a finished build has or may have; none while it runs. */
export function wantedDeepKinds(facts: DeepFacts): readonly DeepKind[] {
  return facts.result === null ? [] : deepKinds.filter((kind) => isWanted(kind, facts));
}

/** How long after its end a build is fetched unasked. */
export const deepHistoryMs = 14 * 86_400_000;

/** Red builds come first: their logs and reports are what people look for. */
export function isRed(result: BuildResult | null): boolean {
  return result === 'FAILURE' || result === 'UNSTABLE';
}
