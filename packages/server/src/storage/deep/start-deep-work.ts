import { buildResults } from '../../core/build.ts';
import { dayMs } from '../../core/calendar.ts';
import { deepHistoryMs, deepStateOf, wantedDeepKinds, withDeepState } from '../../core/deep-data.ts';
import type { JobKind } from '../../core/job.ts';
import type { DatabaseTransaction, Store } from '../open-store.ts';
import { StatementCache } from '../statement-cache.ts';
import { type NotedWork, noteWork, priorityOf, writeDeepStates } from './deep-work.ts';

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Notes what the finished builds of a span of time have to be fetched and is neither noted nor settled. */
async function noteSpan(
  {
    tx,
    statements,
    connectionId,
    nowMs,
  }: { tx: DatabaseTransaction; statements: StatementCache; connectionId: number; nowMs: number },
  { fromMs, toMs }: Span,
): Promise<void> {
  const rows = await tx
    .selectFrom('build')
    .innerJoin('job', 'job.id', 'build.job_id')
    .select([
      'build.id',
      'build.result',
      'build.started_at_ms',
      'build.duration_ms',
      'build.tests_total',
      'build.deep',
      'build.commit_sha',
      'job.kind',
    ])
    .where('build.connection_id', '=', connectionId)
    .where('build.started_at_ms', '>=', fromMs)
    .where('build.started_at_ms', '<', toMs)
    .where('build.is_building', '=', 0)
    .where('build.is_in_jenkins', '=', 1)
    .execute();
  const works: NotedWork[] = [];
  const states = new Map<number, number>();
  for (const row of rows) {
    const result = row.result === null ? null : (buildResults[row.result] ?? null);
    const priority = priorityOf({ startedAtMs: row.started_at_ms, durationMs: row.duration_ms, result }, nowMs);
    if (priority === null) continue;
    const wanted = wantedDeepKinds({ jobKind: row.kind as JobKind, result, testsTotal: row.tests_total });
    for (const kind of wanted.filter((candidate) => deepStateOf(row.deep, candidate) === 'untouched')) {
      if (kind === 'changes' && row.commit_sha === null) continue;
      works.push({ buildId: row.id, kind, startedAtMs: row.started_at_ms, priority, reportName: null });
      states.set(row.id, withDeepState(states.get(row.id) ?? row.deep, kind, 'noted'));
    }
  }
  const context = { tx, statements, connectionId };
  await noteWork(context, works);
  await writeDeepStates(context, states);
}

/**
 * Once for a connection: notes what its builds of the last 14 days lack that an earlier version stored. A day a
 * transaction; where it breaks off it begins again.
 */
export async function startDeepWork(store: Store, connectionId: number, nowMs: number): Promise<void> {
  const started = await store.db
    .selectFrom('deep_start')
    .select('at_ms')
    .where('connection_id', '=', connectionId)
    .executeTakeFirst();
  if (started !== undefined) return;
  const statements = new StatementCache();
  for (let toMs = nowMs + dayMs; toMs > nowMs - deepHistoryMs; toMs -= dayMs) {
    await store.transaction((tx) => noteSpan({ tx, statements, connectionId, nowMs }, { fromMs: toMs - dayMs, toMs }));
  }
  await store.transaction((tx) =>
    tx
      .insertInto('deep_start')
      .values({ connection_id: connectionId, at_ms: nowMs })
      .onConflict((conflict) => conflict.column('connection_id').doNothing())
      .execute(),
  );
}
