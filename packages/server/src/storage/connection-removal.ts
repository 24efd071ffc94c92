import { emptyLedger, type Ledger } from '../core/ledger.ts';
import { advanceCounter } from './advance-counter.ts';
import { markAllChanged } from './changed-hours.ts';
import { deleteDeepOfJob, deleteOfConnection, endLive } from './deep-removal.ts';
import { ledgerColumns } from './job-row.ts';
import { buildsOfJob, refreshJobSummary } from './job-summary.ts';
import type { DatabaseTransaction, Store } from './open-store.ts';

/** What one transaction may delete: some 20 ms of work, so that neither the collector nor a reader waits for long. */
const rowsPerStep = 1_000;
/** A job costs its own statements, as much as this many of its builds. */
const rowsPerJob = 20;

/**
 * Lets go of builds that still ran when a connection was removed: nobody will ever see them end. Their numbers become
 * gaps, which are fetched if the connection is taken up again.
 */
export async function dropOpenBuilds(tx: DatabaseTransaction, connectionId: number): Promise<void> {
  const jobs = await tx
    .selectFrom('job')
    .select(['id', 'ledger'])
    .where('connection_id', '=', connectionId)
    .where((e) => e.or([e('open_count', '>', 0), e('is_building', '=', 1)]))
    .execute();
  for (const { id, ledger } of jobs) {
    const [from, to] = buildsOfJob(id);
    await tx.deleteFrom('build').where('id', '>=', from).where('id', '<=', to).where('is_building', '=', 1).execute();
    const { open } = emptyLedger;
    const columns = ledgerColumns({ ...(JSON.parse(ledger) as Ledger), open });
    await tx.updateTable('job').set(columns).where('id', '=', id).execute();
    await refreshJobSummary(tx, id);
  }
  await endLive(tx, connectionId);
  if (jobs.length > 0) await advanceCounter(tx, 'data_version', 1);
}

/** Roll-ups go first: figures must not speak of builds that are half gone. */
async function deleteRollups(tx: DatabaseTransaction, connectionId: number): Promise<void> {
  // Waits for another process that rolls up: it would put them back.
  await advanceCounter(tx, 'roll_up', 1);
  for (const table of ['dirty_hour', 'uncounted_build', 'rollup_hour', 'rollup_day'] as const) {
    await tx.deleteFrom(table).where('connection_id', '=', connectionId).execute();
  }
  await markAllChanged(tx);
  await advanceCounter(tx, 'data_version', 1);
}

/** Deletes what belongs to builds of one job, the builds, then the job; returns what that cost in rows. */
async function deleteOfJob(tx: DatabaseTransaction, jobId: number, most: number): Promise<number> {
  const deep = await deleteDeepOfJob(tx, jobId, most);
  if (deep >= most) return deep;
  const [from, to] = buildsOfJob(jobId);
  const left = most - deep;
  const ids = tx.selectFrom('build').select('id').where('id', '>=', from).where('id', '<=', to).limit(left);
  const { numDeletedRows } = await tx.deleteFrom('build').where('id', 'in', ids).executeTakeFirst();
  const deleted = deep + Number(numDeletedRows);
  if (deleted < most) await tx.deleteFrom('job').where('id', '=', jobId).execute();
  return deleted + rowsPerJob;
}

/** One step; false when no job is left. */
async function deleteSomeJobs(tx: DatabaseTransaction, connectionId: number): Promise<boolean> {
  const jobs = await tx
    .selectFrom('job')
    .select('id')
    .where('connection_id', '=', connectionId)
    .orderBy('id')
    .limit(rowsPerStep / rowsPerJob)
    .execute();
  let left = rowsPerStep;
  for (const { id } of jobs) {
    if (left <= 0) break;
    left -= await deleteOfJob(tx, id, left);
  }
  await advanceCounter(tx, 'data_version', 1);
  return jobs.length > 0;
}

const otherTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Deletes a removed connection with everything that was collected from it, in steps of at most 1,000 rows with room for
 * others in between. Can be broken off anywhere and called again.
 */
export async function deleteConnectionHistory(store: Store, connectionId: number): Promise<void> {
  await store.transaction((tx) => deleteRollups(tx, connectionId));
  while (await store.transaction((tx) => deleteSomeJobs(tx, connectionId))) await otherTurn();
  while ((await store.transaction((tx) => deleteOfConnection(tx, connectionId, rowsPerStep))) > 0) await otherTurn();
  await store.transaction(async (tx) => {
    // A step of the collector may have ended after the first look.
    await deleteRollups(tx, connectionId);
    await tx.deleteFrom('connection_state').where('connection_id', '=', connectionId).execute();
    await tx.deleteFrom('collector_note').where('connection_id', '=', connectionId).execute();
    await tx.deleteFrom('lease').where('connection_id', '=', connectionId).execute();
    await tx.deleteFrom('connection_hook').where('connection_id', '=', connectionId).execute();
    await tx.deleteFrom('connection').where('id', '=', connectionId).execute();
  });
}
