import type { Window } from '../../core/window.ts';
import { buildsOfJob } from '../../storage/job-summary.ts';
import type { Database } from '../../storage/open-store.ts';
import type { FlakyRow } from './flaky-rows.ts';

export interface Reruns {
  readonly builds: number;
  readonly minutes: number;
}

const none: Reruns = { builds: 0, minutes: 0 };

/** Builds in which tests failed, by test. */
async function failedBuilds(db: Database, jobId: number, testIds: readonly number[], { sinceMs, untilMs }: Window) {
  const [from, to] = buildsOfJob(jobId);
  const rows = await db
    .selectFrom('test_failure')
    .select(['test_id', 'build_id'])
    .where('test_id', 'in', testIds)
    .where('started_at_ms', '>=', sinceMs)
    .where('started_at_ms', '<', untilMs)
    .where('build_id', '>=', from)
    .where('build_id', '<=', to)
    .execute();
  const failed = new Map<number, Set<number>>();
  for (const { build_id, test_id } of rows) failed.set(test_id, (failed.get(test_id) ?? new Set()).add(build_id));
  return failed;
}

interface BuildOfCommit {
  readonly id: number;
  readonly branch_id: number | null;
  readonly commit_sha: string | null;
  readonly duration_ms: number | null;
}

/** Builds of commits that had failed by a test before. */
function count(builds: readonly BuildOfCommit[], failed: ReadonlySet<number>): Reruns {
  const broken = new Set<string>();
  let reruns = 0;
  let durationMs = 0;
  for (const { commit_sha: commit, duration_ms, id } of builds) {
    if (commit === null) continue;
    if (broken.has(commit)) {
      reruns += 1;
      durationMs += duration_ms ?? 0;
    }
    if (failed.has(id)) broken.add(commit);
  }
  return { builds: reruns, minutes: Math.round(durationMs / 6_000) / 10 };
}

/** What flaky tests have cost in a window: builds of a commit that had failed by the test before. */
export async function rerunsOf(
  db: Database,
  rows: readonly FlakyRow[],
  window: Window,
): Promise<ReadonlyMap<FlakyRow, Reruns>> {
  const reruns = new Map<FlakyRow, Reruns>();
  for (const [jobId, own] of Map.groupBy(rows, (row) => row.jobId)) {
    const testIds = [...new Set(own.map(({ testId }) => testId))];
    const failed = await failedBuilds(db, jobId, testIds, window);
    const builds: BuildOfCommit[] =
      failed.size === 0
        ? []
        : await db
            .selectFrom('build')
            .select(['id', 'branch_id', 'commit_sha', 'duration_ms'])
            .where('job_id', '=', jobId)
            .where('started_at_ms', '>=', window.sinceMs)
            .where('started_at_ms', '<', window.untilMs)
            .where('is_building', '=', 0)
            .orderBy('id')
            .execute();
    const byBranch = Map.groupBy(builds, ({ branch_id }) => branch_id ?? 0);
    for (const row of own) {
      const failedBy = failed.get(row.testId);
      reruns.set(row, failedBy === undefined ? none : count(byBranch.get(row.branchId) ?? [], failedBy));
    }
  }
  return reruns;
}
