import { buildKey } from '../core/entity-id.ts';
import type { CollectionStep, CollectionStore, KnownJob } from './collection.ts';
import { freshState, toState, toStateRow } from './connection-state-row.ts';
import { toChangedColumns, toKnownJob, toNewJobRow } from './job-row.ts';
import { buildsOfJob, refreshJobSummary } from './job-summary.ts';
import type { Database, DatabaseTransaction, Store } from './open-store.ts';
import { advanceCounter, recordBuilds } from './record-builds.ts';
import { rollUpDirty } from './rollup.ts';

async function insertJobs(tx: DatabaseTransaction, step: CollectionStep): Promise<number[]> {
  const ids: number[] = [];
  for (let at = 0; at < step.newJobs.length; at += 200) {
    const rows = step.newJobs.slice(at, at + 200).map((job) => toNewJobRow(step.connectionId, job));
    const inserted = await tx.insertInto('job').values(rows).returning(['id', 'full_name', 'incarnation']).execute();
    const byName = new Map(inserted.map((row) => [`${row.incarnation}:${row.full_name}`, row.id]));
    for (const row of rows) ids.push(byName.get(`${row.incarnation}:${row.full_name}`) ?? 0);
  }
  return ids;
}

async function writeState(tx: DatabaseTransaction, step: CollectionStep): Promise<void> {
  const row = await tx
    .selectFrom('connection_state')
    .selectAll()
    .where('connection_id', '=', step.connectionId)
    .executeTakeFirst();
  const next = toStateRow(step.connectionId, { ...(row === undefined ? freshState : toState(row)), ...step.state });
  const { connection_id: _id, ...columns } = next;
  await tx
    .insertInto('connection_state')
    .values(next)
    .onConflict((conflict) => conflict.column('connection_id').doUpdateSet(columns))
    .execute();
}

async function markVanished(tx: DatabaseTransaction, step: CollectionStep): Promise<void> {
  for (const { jobId, number } of step.vanishedBuilds) {
    // Whatever a build that is no longer there was doing, it does not run any more.
    const gone = { is_in_jenkins: 0, is_building: 0 } as const;
    await tx.updateTable('build').set(gone).where('id', '=', buildKey(jobId, number)).execute();
  }
  for (const jobId of new Set(step.vanishedBuilds.map((build) => build.jobId))) await refreshJobSummary(tx, jobId);
  for (const change of step.jobChanges) {
    if (typeof change.goneAtMs !== 'number') continue;
    const [from, to] = buildsOfJob(change.id);
    await tx.updateTable('build').set({ is_in_jenkins: 0 }).where('id', '>=', from).where('id', '<=', to).execute();
  }
}

async function matrixConfigurations(tx: DatabaseTransaction, jobIds: readonly number[]): Promise<Set<number>> {
  const found = new Set<number>();
  for (let at = 0; at < jobIds.length; at += 500) {
    const rows = await tx
      .selectFrom('job')
      .select('id')
      .where('id', 'in', jobIds.slice(at, at + 500))
      .where('kind', '=', 'matrix-configuration')
      .execute();
    for (const { id } of rows) found.add(id);
  }
  return found;
}

async function recordStep(tx: DatabaseTransaction, step: CollectionStep): Promise<readonly number[]> {
  const newIds = await insertJobs(tx, step);
  for (const change of step.jobChanges) {
    const columns = toChangedColumns(change);
    if (Object.keys(columns).length > 0) await tx.updateTable('job').set(columns).where('id', '=', change.id).execute();
  }
  const builds = step.builds.map(({ jobId, build }) => ({
    jobId: typeof jobId === 'number' ? jobId : (newIds[jobId.newJob] ?? 0),
    build,
  }));
  const matrix = await matrixConfigurations(tx, [...new Set(builds.map(({ jobId }) => jobId))]);
  await recordBuilds(
    tx,
    step.connectionId,
    builds.map((entry) => ({ ...entry, isMatrix: matrix.has(entry.jobId) })),
  );
  await markVanished(tx, step);
  await writeState(tx, step);
  await advanceCounter(tx, 'data_version', 1);
  return newIds;
}

async function fingerprints(db: Database, connectionId: number): Promise<Map<number, KnownJob['fingerprint']>> {
  const jobs = await db
    .selectFrom('job')
    .select('id')
    .where('connection_id', '=', connectionId)
    .where('last_number', 'is not', null)
    .execute();
  const all = new Map<number, KnownJob['fingerprint']>();
  for (const { id } of jobs) {
    const [from, to] = buildsOfJob(id);
    const rows = await db
      .selectFrom('build')
      .select(['number', 'started_at_ms', 'queue_id'])
      .where('id', '>=', from)
      .where('id', '<=', to)
      .orderBy('id', 'desc')
      .limit(3)
      .execute();
    all.set(
      id,
      rows.map((row) => [row.number, row.started_at_ms, row.queue_id] as const),
    );
  }
  return all;
}

/** The collector's side of a store. */
export function createCollectionStore(store: Store): CollectionStore {
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
    recordStep: (step) => store.transaction((tx) => recordStep(tx, step)),
    rollUpDirty: (most) => rollUpDirty(store, most),
  };
}
