import { jobOfBuild } from '../../core/entity-id.ts';
import type { Window } from '../../core/window.ts';
import type { Database } from '../../storage/open-store.ts';
import { packedParts } from '../../storage/test-reports/packed-parts.ts';
import { idList } from '../build-filter.ts';

/** A report with all its packed cases. */
export interface PackedReport {
  readonly buildId: number;
  readonly jobId: number;
  readonly projectId: number;
  readonly startedAtMs: number;
  readonly packed: readonly Uint8Array[];
}

export interface ReportsQuestion {
  readonly window: Window;
  /** Null = all. */
  readonly connectionIds: readonly number[] | null;
  readonly isMeant: (jobId: number) => boolean;
  readonly branch?: string | undefined;
}

const reportsPerStatement = 1_000;

/** Builds of a branch in a window; null when no branch is asked. */
async function buildsOnBranch(
  db: Database,
  branch: string | undefined,
  window: Window,
): Promise<ReadonlySet<number> | null> {
  if (!branch) return null;
  const rows = await db
    .selectFrom('build')
    .select('id')
    .where('branch_id', 'in', (e) => e.selectFrom('branch').select('branch.id').where('branch.name', '=', branch))
    .where('started_at_ms', '>=', window.sinceMs)
    .where('started_at_ms', '<', window.untilMs)
    .where('tests_total', 'is not', null)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Whole reports of a window, oldest first. */
export async function* reportsWithin(
  db: Database,
  { branch, connectionIds, isMeant, window }: ReportsQuestion,
): AsyncGenerator<PackedReport> {
  const onBranch = await buildsOnBranch(db, branch, window);
  let after = { atMs: window.sinceMs, buildId: -1 };
  for (;;) {
    const { atMs, buildId } = after;
    let query = db
      .selectFrom('test_report')
      .select(['build_id', 'project_id', 'started_at_ms', 'results'])
      .where('started_at_ms', '>=', atMs)
      .where('started_at_ms', '<', window.untilMs)
      .where((e) => e.or([e('started_at_ms', '>', atMs), e('build_id', '>', buildId)]))
      .where('is_complete', '=', 1)
      .orderBy('started_at_ms')
      .orderBy('build_id')
      .limit(reportsPerStatement);
    if (connectionIds !== null) query = query.where('connection_id', 'in', idList(connectionIds));
    const rows = await query.execute();
    const wanted = rows.filter(
      (row) => (onBranch === null || onBranch.has(row.build_id)) && isMeant(jobOfBuild(row.build_id)),
    );
    const large = wanted.filter(({ results }) => results === null).map(({ build_id }) => build_id);
    const parts = await packedParts(db, large);
    for (const row of wanted) {
      yield {
        buildId: row.build_id,
        jobId: jobOfBuild(row.build_id),
        projectId: row.project_id,
        startedAtMs: row.started_at_ms,
        packed: row.results === null ? (parts.get(row.build_id) ?? []) : [row.results],
      };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < reportsPerStatement) return;
    after = { atMs: last.started_at_ms, buildId: last.build_id };
  }
}
