import { type DeepKind, deepKinds } from '../../core/deep-data.ts';
import { mostBuildNumber } from '../../core/entity-id.ts';
import type { DeepWork, DeepWorkCount, DeepWorkCounts, DueOptions } from '../deep-step.ts';
import type { Database } from '../open-store.ts';
import { deepPriorities, kindNumber } from './deep-work.ts';

async function buildsWithFailedTests(db: Database, ids: readonly number[]): Promise<ReadonlySet<number>> {
  if (ids.length === 0) return new Set();
  const rows = await db.selectFrom('build').select('id').where('id', 'in', ids).where('tests_failed', '>', 0).execute();
  return new Set(rows.map(({ id }) => id));
}

/** What is to be fetched now for a connection's builds, most urgent first. */
export async function dueDeepWork(
  db: Database,
  connectionId: number,
  { nowMs, most, kinds = deepKinds }: DueOptions,
): Promise<readonly DeepWork[]> {
  const rows = await db
    .selectFrom('deep_work')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('priority', '<', deepPriorities.parked)
    .where('due_at_ms', '<=', nowMs)
    .where('kind', 'in', kinds.map(kindNumber))
    .orderBy('priority')
    .orderBy('started_at_ms', 'desc')
    .orderBy('build_id', 'desc')
    .orderBy('kind')
    .limit(most)
    .execute();
  const withTests = rows.filter(({ kind }) => deepKinds[kind] === 'tests').map((row) => row.build_id);
  const failing = await buildsWithFailedTests(db, withTests);
  return rows.map((row) => ({
    buildId: row.build_id,
    jobId: Math.floor(row.build_id / (mostBuildNumber + 1)),
    number: row.build_id % (mostBuildNumber + 1),
    kind: deepKinds[row.kind] ?? 'stages',
    startedAtMs: row.started_at_ms,
    attempts: row.attempts,
    reportName: row.report_name,
    hasFailedTests: failing.has(row.build_id),
    isAsked: row.priority === deepPriorities.asked,
    isParked: row.priority === deepPriorities.retried,
  }));
}

function emptyCounts(): Record<DeepKind, { open: number; parked: number }> {
  const none = () => ({ open: 0, parked: 0 });
  return { stages: none(), tests: none(), log: none(), changes: none() };
}

/** How much of connections is still to be fetched, by id; all of them are there. */
export async function countDeepWork(
  db: Database,
  connectionIds: readonly number[],
): Promise<ReadonlyMap<number, DeepWorkCounts>> {
  const counts = new Map(connectionIds.map((id) => [id, emptyCounts()]));
  if (connectionIds.length > 0) {
    // Counted in the order of the index: grouped by kind too, all of it would be sorted first.
    const rows = await db
      .selectFrom('deep_work')
      .select((e) => {
        const countOf = (kind: DeepKind) => {
          const isKind = e
            .case()
            .when('kind', '=', e.lit(kindNumber(kind)))
            .then(e.lit(1))
            .else(e.lit(0))
            .end();
          return e.fn.sum<number>(isKind).as(kind);
        };
        return ['connection_id', 'priority', ...deepKinds.map(countOf)];
      })
      .where('connection_id', 'in', connectionIds)
      .groupBy(['connection_id', 'priority'])
      .execute();
    for (const { connection_id, priority, ...sums } of rows) {
      for (const kind of deepKinds) {
        const sum = counts.get(connection_id)?.[kind];
        if (sum === undefined) continue;
        if (priority >= deepPriorities.retried) sum.parked += sums[kind];
        else sum.open += sums[kind];
      }
    }
  }
  return new Map([...counts].map(([id, byKind]) => [id, { ...total(Object.values(byKind)), byKind }]));
}

function total(counts: readonly DeepWorkCount[]): DeepWorkCount {
  return counts.reduce((sum, { open, parked }) => ({ open: sum.open + open, parked: sum.parked + parked }), {
    open: 0,
    parked: 0,
  });
}
