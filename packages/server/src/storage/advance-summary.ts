import type { JobSummary } from './job-summary.ts';

/** A build that one step stored, with what stood in its place before. */
export interface SummarisedBuild {
  readonly number: number;
  readonly startedAtMs: number;
  /** Index into `buildResults`; null while it runs. */
  readonly result: number | null;
  readonly isBuilding: boolean;
  /** `absent` = it is new. */
  readonly before: 'absent' | 'running' | 'finished';
}

const success = 0;
const failure = 2;

function append(summary: JobSummary, build: SummarisedBuild): JobSummary {
  const next = { ...summary, last_number: build.number, last_started_at_ms: build.startedAtMs };
  if (build.isBuilding) return { ...next, is_building: 1 };
  const finished = { ...next, last_result: build.result };
  const { result } = build;
  if (result === success) return { ...finished, red_since_ms: null, red_since_number: null };
  const turnsRed = result !== null && result <= failure && summary.red_since_number === null;
  return turnsRed ? { ...finished, red_since_ms: build.startedAtMs, red_since_number: build.number } : finished;
}

/** Builds older than a green newest one change nothing. */
function changesNothing(summary: JobSummary, builds: readonly SummarisedBuild[]): boolean {
  const { last_number: last, last_result: result, is_building: isBuilding } = summary;
  if (last === null || result !== success || isBuilding === 1) return false;
  return builds.every((build) => build.number < last && !build.isBuilding);
}

/**
 * The summary after a step, worked out from the summary before it and the step's builds of one job in ascending order;
 * null where only the stored builds can tell. `needsRunning` = whether others still run must be looked up.
 */
export function advanceSummary(
  summary: JobSummary,
  builds: readonly SummarisedBuild[],
): { readonly summary: JobSummary; readonly needsRunning: boolean } | null {
  if (changesNothing(summary, builds)) return { summary, needsRunning: false };
  const last = summary.last_number ?? 0;
  const isAppended = builds.every(
    ({ number, before }) => before !== 'finished' && (number > last || (number === last && before === 'running')),
  );
  if (!isAppended) return null;
  const next = builds.reduce(append, summary);
  const hasEnded = builds.some(({ before, isBuilding }) => before === 'running' && !isBuilding);
  return { summary: next, needsRunning: hasEnded && !builds.some(({ isBuilding }) => isBuilding) };
}
