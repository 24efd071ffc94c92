import { setImmediate as otherTurn } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import { buildKey } from '../core/entity-id.ts';
import { type Fingerprint, fingerprintOf } from '../core/fingerprint.ts';
import type { CollectionStore } from './collection.ts';
import { freshState, toState } from './connection-state-row.ts';
import { countDeepWork, dueDeepWork } from './deep/due-deep-work.ts';
import { startDeepWork } from './deep/start-deep-work.ts';
import type { DeepWorkCounts } from './deep-step.ts';
import { FailureSweep } from './failures/failure-sweep.ts';
import { toKnownJob } from './job-row.ts';
import type { StepGuard } from './leases/step-guard.ts';
import { NameCache } from './name-cache.ts';
import type { Database, Store } from './open-store.ts';
import { prepareResults, recordStep } from './record-step.ts';
import { RollUpSweep } from './rollup.ts';
import { StatementCache } from './statement-cache.ts';
import { FlakySweep } from './test-reports/flaky-sweep.ts';

/** Where the builds of a job begin, in SQL: its keys lie between this and that of the next one. */
const keysOf = (jobId: RawBuilder<number>) => sql<number>`${jobId} * ${sql.lit(buildKey(1, 0))}`;

/** The three newest builds of each job, in one question: an import may have found twenty thousand jobs. */
async function fingerprints(db: Database, connectionId: number): Promise<Map<number, Fingerprint>> {
  const from = keysOf(sql`job.id`);
  const until = keysOf(sql`(job.id + 1)`);
  const thirdNewest = db
    .selectFrom('build as newest')
    .select('newest.id')
    .where('newest.id', '>=', from)
    .where('newest.id', '<', until)
    .orderBy('newest.id', 'desc')
    .limit(sql.lit(1))
    .offset(sql.lit(2));
  const rows = await db
    .selectFrom('job')
    .innerJoin('build', (join) => join.on('build.id', '<', until))
    .select(['build.job_id', 'build.number', 'build.started_at_ms', 'build.queue_id'])
    .where('build.id', '>=', (e) => e.fn.coalesce(thirdNewest, from))
    .where('job.connection_id', '=', connectionId)
    .orderBy('build.id', 'desc')
    .execute();
  const all = new Map<number, Fingerprint>();
  for (const [id, builds] of Map.groupBy(rows, (row) => row.job_id)) {
    const prints = builds.map((row) => ({ ...row, startedAtMs: row.started_at_ms, queueId: row.queue_id }));
    all.set(id, fingerprintOf(prints));
  }
  return all;
}

/** Names whose numbers are kept in memory: some 15 MB at most. */
const mostKnownNames = 100_000;

/** A store that takes nothing more of a connection as soon as another process collects from it. */
function guarded(store: Store, guard: Pick<StepGuard, 'check'>, connectionId: number): Store {
  return {
    ...store,
    transaction: (work) =>
      store.transaction(async (tx) => {
        await guard.check(tx, connectionId);
        return work(tx);
      }),
  };
}

/** The collector's side of a store; with a guard where several processes collect into it. */
export function createCollectionStore(store: Store, guard?: Pick<StepGuard, 'check'>): CollectionStore {
  const storeFor = (connectionId: number) => (guard === undefined ? store : guarded(store, guard, connectionId));
  const statements = new StatementCache();
  const knownNames = new NameCache(mostKnownNames);
  const sweep = new RollUpSweep(store, statements);
  const flaky = new FlakySweep(store, statements);
  const failures = new FailureSweep(store, statements);
  return {
    async loadJobs(connectionId) {
      const known = await fingerprints(store.db, connectionId);
      const rows = await store.db.selectFrom('job').selectAll().where('connection_id', '=', connectionId).execute();
      return rows.map((row) => toKnownJob(row, known.get(row.id) ?? []));
    },
    async loadState(connectionId) {
      const row = await store.db
        .selectFrom('connection_state')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .executeTakeFirst();
      return row === undefined ? freshState : toState(row);
    },
    async loadOpenBuilds(connectionId) {
      const rows = await store.db
        .selectFrom('build')
        .select(['job_id', 'number', 'started_at_ms', 'queue_ms'])
        .where('is_building', '=', 1)
        .where('connection_id', '=', connectionId)
        .execute();
      return rows.map((row) => ({
        jobId: row.job_id,
        number: row.number,
        startedAtMs: row.started_at_ms,
        queueMs: row.queue_ms,
      }));
    },
    async recordStep(step) {
      const { connectionId, atMs } = step;
      const prepared = await prepareResults(step.deep ?? []);
      const { ids, names } = await storeFor(connectionId).transaction(async (tx) => {
        // Begun here: a transaction that is done again must not know what the first try has added.
        const learnt = knownNames.begin();
        const context = { tx, statements, names: learnt, connectionId, atMs };
        return { ids: await recordStep(context, step, prepared), names: learnt };
      });
      names.keep();
      // The embedded store answers at once: without this the parts of a large report would be stored in one go.
      if (step.deep?.some(({ kind }) => kind === 'tests')) await otherTurn();
      return ids;
    },
    async rollUpDirty(most) {
      const hours = await sweep.run(most);
      return (await flaky.run(most)) ? hours + 1 : hours;
    },
    classifyFailures: (most, nowMs) => failures.run(most, nowMs),
    async dueDeepWork(connectionId, options) {
      await startDeepWork(storeFor(connectionId), connectionId, options.nowMs);
      return dueDeepWork(store.db, connectionId, options);
    },
    async countDeepWork(connectionId) {
      const counts = await countDeepWork(store.db, [connectionId]);
      return counts.get(connectionId) as DeepWorkCounts;
    },
  };
}
