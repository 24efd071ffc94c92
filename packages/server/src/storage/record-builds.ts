import { sql } from 'kysely';
import type { CollectedBuild } from '../core/build.ts';
import { hourMs } from '../core/calendar.ts';
import { mostBuildNumber, mostJobId } from '../core/entity-id.ts';
import { toBuildRow } from './build-row.ts';
import { refreshJobSummary } from './job-summary.ts';
import { idsOfNames } from './name-dictionary.ts';
import type { DatabaseTransaction } from './open-store.ts';
import type { NewBuildRow } from './tables.ts';

export interface BuildOfJob {
  readonly jobId: number;
  readonly isMatrix: boolean;
  readonly build: CollectedBuild;
}

const rowsPerStatement = 200;

/** Adds to a counter and returns its value before. */
export async function advanceCounter(tx: DatabaseTransaction, name: string, by: number): Promise<number> {
  const { value } = await tx
    .updateTable('counter')
    .set((e) => ({ value: e('value', '+', by) }))
    .where('name', '=', name)
    .returning('value')
    .executeTakeFirstOrThrow();
  return value - by;
}

async function upsert(tx: DatabaseTransaction, rows: readonly NewBuildRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsPerStatement) {
    await tx
      .insertInto('build')
      .values(rows.slice(at, at + rowsPerStatement))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((e) => ({
          result: e.ref('excluded.result'),
          is_building: e.ref('excluded.is_building'),
          started_at_ms: e.ref('excluded.started_at_ms'),
          duration_ms: e.ref('excluded.duration_ms'),
          estimated_ms: e.ref('excluded.estimated_ms'),
          // A later answer may lack what an earlier one knew: the queue item and the executor are gone by then.
          queue_ms: sql`coalesce(excluded.queue_ms, build.queue_ms)`,
          queue_id: sql`coalesce(excluded.queue_id, build.queue_id)`,
          agent_id: sql`coalesce(excluded.agent_id, build.agent_id)`,
          branch_id: e.ref('excluded.branch_id'),
          commit_sha: e.ref('excluded.commit_sha'),
          display_name: e.ref('excluded.display_name'),
          cause_kind: e.ref('excluded.cause_kind'),
          cause_text: e.ref('excluded.cause_text'),
          tests_total: e.ref('excluded.tests_total'),
          tests_failed: e.ref('excluded.tests_failed'),
          tests_skipped: e.ref('excluded.tests_skipped'),
          is_in_jenkins: e.ref('excluded.is_in_jenkins'),
          detail: e.ref('excluded.detail'),
        })),
      )
      .execute();
  }
}

/** The hours whose figures change: those the builds lie in now, and those they lay in before this step. */
async function touchedHours(tx: DatabaseTransaction, rows: readonly NewBuildRow[]): Promise<Set<number>> {
  const counted = rows.filter(({ is_matrix }) => is_matrix === 0);
  const starts = counted.map((row) => row.started_at_ms);
  for (let at = 0; at < counted.length; at += 500) {
    const ids = counted.slice(at, at + 500).map(({ id }) => id);
    const before = await tx.selectFrom('build').select('started_at_ms').where('id', 'in', ids).execute();
    starts.push(...before.map((row) => row.started_at_ms));
  }
  return new Set(starts.map((startedAtMs) => Math.floor(startedAtMs / hourMs) * hourMs));
}

async function markDirty(tx: DatabaseTransaction, connectionId: number, hours: ReadonlySet<number>): Promise<void> {
  if (hours.size === 0) return;
  await tx
    .insertInto('dirty_hour')
    .values([...hours].map((hour) => ({ connection_id: connectionId, hour_ms: hour })))
    .onConflict((conflict) => conflict.columns(['hour_ms', 'connection_id']).doNothing())
    .execute();
}

/** Whether a build can be keyed at all (numbers beyond 2^27 are not). */
export function isStorable({ jobId, build }: BuildOfJob): boolean {
  return (
    Number.isSafeInteger(build.number) &&
    build.number >= 1 &&
    build.number <= mostBuildNumber &&
    jobId >= 1 &&
    jobId <= mostJobId
  );
}

/** Inserts or overwrites builds by (job, number), marks their roll-ups dirty and brings their jobs' summaries up to date. */
export async function recordBuilds(
  tx: DatabaseTransaction,
  connectionId: number,
  given: readonly BuildOfJob[],
): Promise<void> {
  // One statement must not touch a row twice: the last one given for a number wins.
  const builds = [
    ...new Map(given.filter(isStorable).map((entry) => [`${entry.jobId}:${entry.build.number}`, entry])).values(),
  ];
  if (builds.length === 0) return;
  const branchIds = await idsOfNames(
    tx,
    'branch',
    builds.map(({ build }) => build.branch),
  );
  const agentIds = await idsOfNames(
    tx,
    'agent',
    builds.map(({ build }) => build.agent),
  );
  const firstSeq = (await advanceCounter(tx, 'build_seq', builds.length)) + 1;
  const rows = builds.map(({ jobId, isMatrix, build }, index) => ({
    ...toBuildRow(build, { jobId, connectionId, isMatrix, branchIds, agentIds }),
    seq: firstSeq + index,
  }));
  await markDirty(tx, connectionId, await touchedHours(tx, rows));
  await upsert(tx, rows);
  for (const jobId of new Set(builds.map((entry) => entry.jobId))) await refreshJobSummary(tx, jobId);
}
