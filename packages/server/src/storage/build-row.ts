import type { BuildParameter, Cause, CollectedBuild, PullRequest } from '../core/build.ts';
import { buildResults } from '../core/build.ts';
import { buildKey } from '../core/entity-id.ts';
import type { NewBuildRow } from './tables.ts';

/** What a build's row keeps in its one JSON column: shown on its page, never filtered by. */
export interface BuildDetail {
  readonly causes: readonly Cause[];
  readonly parameters: readonly BuildParameter[];
  readonly description: string | null;
  readonly pullRequest: PullRequest | null;
  readonly keepLog: boolean;
}

export interface BuildRowContext {
  readonly jobId: number;
  readonly connectionId: number;
  readonly isMatrix: boolean;
  readonly branchIds: ReadonlyMap<string, number>;
  readonly agentIds: ReadonlyMap<string, number>;
}

/** The row of a build, without its place in the insertion order. */
export function toBuildRow(build: CollectedBuild, context: BuildRowContext): Omit<NewBuildRow, 'seq'> {
  const detail: BuildDetail = {
    causes: build.causes,
    parameters: build.parameters,
    description: build.description,
    pullRequest: build.pullRequest,
    keepLog: build.keepLog,
  };
  return {
    id: buildKey(context.jobId, build.number),
    job_id: context.jobId,
    connection_id: context.connectionId,
    number: build.number,
    result: build.isBuilding || build.result === null ? null : buildResults.indexOf(build.result),
    is_building: build.isBuilding ? 1 : 0,
    is_matrix: context.isMatrix ? 1 : 0,
    started_at_ms: build.startedAtMs,
    duration_ms: build.isBuilding ? null : build.durationMs,
    estimated_ms: build.isBuilding ? build.estimatedDurationMs : null,
    queue_ms: build.queueMs,
    queue_id: build.queueId,
    branch_id: build.branch === null ? null : (context.branchIds.get(build.branch) ?? null),
    agent_id: build.agent === null ? null : (context.agentIds.get(build.agent) ?? null),
    commit_sha: build.commit,
    display_name: build.displayName,
    cause_kind: build.causes[0]?.kind ?? null,
    cause_text: build.causes[0]?.text ?? null,
    tests_total: build.tests?.total ?? null,
    tests_failed: build.tests?.failed ?? null,
    tests_skipped: build.tests?.skipped ?? null,
    is_in_jenkins: 1,
    detail: JSON.stringify(detail),
  };
}
