import type { CollectedBuild } from '../core/build.ts';
import { buildKey } from '../core/entity-id.ts';
import type { BuildDetail } from './build-row.ts';
import type { StepContext } from './step-context.ts';

interface Known {
  readonly id: number;
  readonly branch: string | null;
  readonly commit_sha: string | null;
  readonly tests_total: number | null;
  readonly tests_failed: number | null;
  readonly tests_skipped: number | null;
  readonly detail: string;
}

function complete(build: CollectedBuild, known: Known): CollectedBuild {
  const { causes, parameters, pullRequest } = JSON.parse(known.detail) as BuildDetail;
  const { tests_total: total, tests_failed: failed, tests_skipped: skipped } = known;
  const tests = total === null ? null : { total, failed: failed ?? 0, skipped: skipped ?? 0 };
  return { ...build, branch: known.branch, commit: known.commit_sha, tests, causes, parameters, pullRequest };
}

/** Builds that were read only in part, with what the store knows of the rest: that it was not told does not make it untrue. */
export async function keepKnown<Entry extends { readonly jobId: number; readonly build: CollectedBuild }>(
  { statements, tx }: StepContext,
  entries: readonly Entry[],
): Promise<readonly Entry[]> {
  const keyOf = ({ jobId, build }: Entry) => buildKey(jobId, build.number);
  const keys = entries.filter(({ build }) => build.isPartial === true).map(keyOf);
  if (keys.length === 0) return entries;
  const rows = await statements.forKeys(tx, 'known of builds', { keys }, (some) =>
    tx
      .selectFrom('build')
      .leftJoin('branch', 'branch.id', 'build.branch_id')
      .select([
        'build.id',
        'branch.name as branch',
        'build.commit_sha',
        'build.tests_total',
        'build.tests_failed',
        'build.tests_skipped',
        'build.detail',
      ])
      .where('build.id', 'in', some),
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  return entries.map((entry) => {
    const row = entry.build.isPartial === true ? known.get(keyOf(entry)) : undefined;
    return row === undefined ? entry : { ...entry, build: complete(entry.build, row) };
  });
}
