import type { Build, BuildSummary, Result } from '@buildbutler/contract';
import { buildResults } from '../core/build.ts';
import { publicBuildId, publicJobId } from '../core/entity-id.ts';
import { categoryAt } from '../core/failure/failure-category.ts';
import type { Database } from '../storage/open-store.ts';

/** The instant in ISO 8601, UTC. */
export const iso = (atMs: number) => new Date(atMs).toISOString();
export const isoOrNull = (atMs: number | null) => (atMs === null ? null : iso(atMs));
export const resultName = (index: number | null): Result | null =>
  index === null ? null : (buildResults[index] ?? null);

/** Builds with the names their rows refer to. */
export function selectBuilds(db: Database) {
  return db
    .selectFrom('build')
    .innerJoin('job', 'job.id', 'build.job_id')
    .innerJoin('connection', 'connection.id', 'build.connection_id')
    .leftJoin('branch', 'branch.id', 'build.branch_id')
    .leftJoin('agent', 'agent.id', 'build.agent_id')
    .select([
      'build.id',
      'build.seq',
      'build.job_id',
      'build.number',
      'build.result',
      'build.is_building',
      'build.started_at_ms',
      'build.duration_ms',
      'build.estimated_ms',
      'build.queue_ms',
      'build.commit_sha',
      'build.display_name',
      'build.cause_kind',
      'build.cause_text',
      'build.tests_total',
      'build.tests_failed',
      'build.tests_skipped',
      'build.failure_category',
      'build.is_in_jenkins',
      'job.full_name',
      'connection.name as instance',
      'branch.name as branch',
      'agent.name as agent',
    ]);
}

export type SelectedBuild = Awaited<ReturnType<ReturnType<typeof selectBuilds>['executeTakeFirstOrThrow']>>;

function testsOf(row: SelectedBuild): BuildSummary['tests'] {
  if (row.tests_total === null) return null;
  const failed = row.tests_failed ?? 0;
  const skipped = row.tests_skipped ?? 0;
  return { total: row.tests_total, passed: Math.max(0, row.tests_total - failed - skipped), failed, skipped };
}

export function toBuildSummary(row: SelectedBuild): BuildSummary {
  return {
    id: publicBuildId(row.id),
    jobId: publicJobId(row.job_id),
    jobName: row.full_name,
    instance: row.instance,
    number: row.number,
    displayName: row.display_name,
    result: resultName(row.result),
    building: row.is_building === 1,
    timestamp: iso(row.started_at_ms),
    duration: row.duration_ms,
    estimatedDuration: row.estimated_ms,
    queueTime: row.queue_ms,
    branch: row.branch,
    commit: row.commit_sha,
    agent: row.agent,
    cause: row.cause_text,
    causeKind: row.cause_kind as Build['causeKind'],
    tests: testsOf(row),
    failureCategory: categoryAt(row.failure_category),
    inJenkins: row.is_in_jenkins === 1,
  };
}
