import { buildKey } from '../core/entity-id.ts';
import { advanceCounter } from './advance-counter.ts';
import { markChanged } from './changed-hours.ts';
import type { CollectionStep, StepBuild } from './collection.ts';
import { freshState, toState, toStateRow } from './connection-state-row.ts';
import { forsakeWork, hastenWork } from './deep/deep-work.ts';
import { packTail } from './deep/log-tail.ts';
import { type PreparedResult, recordDeep, settledBy } from './deep/record-deep.ts';
import type { DeepResult } from './deep-step.ts';
import { toChangedColumns, toNewJobRow } from './job-row.ts';
import { buildsOfJob, refreshJobSummary } from './job-summary.ts';
import { recordAgents } from './live/record-agents.ts';
import { recordLoad } from './live/record-load.ts';
import { recordQueue } from './live/record-queue.ts';
import type { DatabaseTransaction } from './open-store.ts';
import { recordBuilds } from './record-builds.ts';
import type { StepContext } from './step-context.ts';
import { type JobColumns, updateJobs } from './update-jobs.ts';

type NumberedBuild = StepBuild & { readonly jobId: number };

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

async function changeJobs(context: StepContext, { jobChanges }: CollectionStep): Promise<void> {
  const changes = new Map<number, JobColumns>();
  for (const change of jobChanges) {
    const columns = toChangedColumns(change);
    // One after the other: a name may be taken by one job that another one of the same step has just given up.
    if (change.path !== undefined) await updateJobs(context, new Map([[change.id, columns]]));
    else changes.set(change.id, { ...changes.get(change.id), ...columns });
  }
  await updateJobs(context, changes);
  for (const { id, path, missingSinceMs } of jobChanges) {
    // Asked under its old address, or while it could not be seen, its work was put off for up to a day.
    if (path !== undefined || missingSinceMs === null) await hastenWork(context, ...buildsOfJob(id));
  }
}

async function writeState({ statements, tx }: StepContext, step: CollectionStep): Promise<void> {
  const row = await tx
    .selectFrom('connection_state')
    .selectAll()
    .where('connection_id', '=', step.connectionId)
    .executeTakeFirst();
  const next = toStateRow(step.connectionId, { ...(row === undefined ? freshState : toState(row)), ...step.state });
  const { connection_id: _id, ...columns } = next;
  const names = Object.keys(columns) as (keyof typeof columns)[];
  await statements.insert(tx, 'connection_state', [next], (rows) =>
    tx
      .insertInto('connection_state')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .column('connection_id')
          .doUpdateSet((e) => Object.fromEntries(names.map((name) => [name, e.ref(`excluded.${name}`)]))),
      ),
  );
}

async function markVanished(context: StepContext, step: CollectionStep): Promise<void> {
  const { statements, tx } = context;
  for (const { jobId, number } of step.vanishedBuilds) {
    // Whatever a build that is no longer there was doing, it does not run any more.
    const gone = { is_in_jenkins: 0, is_building: 0 } as const;
    const key = buildKey(jobId, number);
    await tx.updateTable('build').set(gone).where('id', '=', key).execute();
    await forsakeWork(context, key, key);
  }
  for (const jobId of new Set(step.vanishedBuilds.map((build) => build.jobId))) {
    await refreshJobSummary(tx, jobId, statements);
  }
  for (const change of step.jobChanges) {
    if (typeof change.goneAtMs !== 'number') continue;
    const [from, to] = buildsOfJob(change.id);
    await tx.updateTable('build').set({ is_in_jenkins: 0 }).where('id', '>=', from).where('id', '<=', to).execute();
    await forsakeWork(context, from, to);
  }
}

/** Changes that came with builds, as if they had been fetched. */
function changesOf(builds: readonly NumberedBuild[]): DeepResult[] {
  return builds.flatMap(({ jobId, build, changes }) => {
    if (changes === undefined) return [];
    const { list, hasMore } = changes;
    return [{ jobId, number: build.number, kind: 'changes', outcome: 'stored', changes: list, hasMore }];
  });
}

/** What is costly and needs no store, done before the transaction. */
export async function prepareResults(results: readonly DeepResult[]): Promise<PreparedResult[]> {
  return Promise.all(
    results.map(async (result) => {
      const isTail = result.kind === 'log' && result.outcome === 'stored';
      return { result, tail: isTail ? await packTail(result) : null };
    }),
  );
}

function hasNews({ queue, agents, load, ...step }: CollectionStep): boolean {
  const isLook = queue !== undefined || agents !== undefined || load !== undefined;
  const { builds, deep = [], jobChanges, newJobs, state, vanishedBuilds } = step;
  const parts = [builds, deep, jobChanges, newJobs, vanishedBuilds, Object.keys(state)];
  return !isLook || parts.some((part) => part.length > 0);
}

/** Stores what is true just now; returns whether anything of it has changed that is shown. */
async function recordLive(context: StepContext, { agents, load, queue }: CollectionStep): Promise<boolean> {
  const hasNewQueue = queue !== undefined && (await recordQueue(context, queue));
  const hasNewAgents = agents !== undefined && (await recordAgents(context, agents));
  if (load !== undefined) await recordLoad(context, load);
  return hasNewQueue || hasNewAgents;
}

/** Stores everything of a step in the transaction of its context; returns the ids of its new jobs. */
export async function recordStep(
  context: StepContext,
  step: CollectionStep,
  prepared: readonly PreparedResult[],
): Promise<readonly number[]> {
  const { tx } = context;
  const newIds = await insertJobs(tx, step);
  await changeJobs(context, step);
  const builds: NumberedBuild[] = step.builds.map(({ jobId, ...rest }) => ({
    ...rest,
    jobId: typeof jobId === 'number' ? jobId : (newIds[jobId.newJob] ?? 0),
  }));
  const deep = [...changesOf(builds).map((result) => ({ result, tail: null })), ...prepared];
  const changed = await recordBuilds(
    context,
    builds.map(({ jobId, build, testReportName = null }) => ({ jobId, build, testReportName })),
    settledBy(deep.map(({ result }) => result)),
  );
  const staged = await recordDeep(context, deep);
  await markVanished(context, step);
  const isLiveChanged = await recordLive(context, step);
  await writeState(context, step);
  await markChanged(tx, [...changed, ...staged]);
  // A look at queue and agents that found nothing new must not make every page ask again.
  if (isLiveChanged || hasNews(step)) await advanceCounter(tx, 'data_version', 1);
  return newIds;
}
