import type { QueueItem } from '@buildbutler/contract';
import { publicJobId } from '../../core/entity-id.ts';
import { kindOfQueueReason } from '../../core/queue-reason.ts';
import { readQueue, type WaitingItem } from '../../storage/live/read-queue.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import { iso, isoOrNull } from '../build-view.ts';
import { connectionsAsked } from '../connections-asked.ts';
import { type JobFilter, jobsAsked, namesOfJobs } from '../jobs-asked.ts';

export interface ListQueueInput extends JobFilter {
  readonly instance?: readonly string[] | undefined;
  readonly label?: string | undefined;
  readonly page: number;
  readonly per_page: number;
}

export interface QueueList {
  readonly data: QueueItem[];
  readonly meta: { page: number; per_page: number; total: number; asOf: string | null };
}

/** As many as the collector follows on one connection. */
const mostItems = 20_000;

/** When the queue of any of these connections was looked at last. */
async function lookedAt(db: Database, connectionIds: readonly number[]): Promise<number | null> {
  if (connectionIds.length === 0) return null;
  const row = await db
    .selectFrom('live_snapshot')
    .select((e) => e.fn.max('queue_at_ms').as('at'))
    .where('connection_id', 'in', connectionIds)
    .executeTakeFirst();
  return row?.at ?? null;
}

function toItem(
  item: WaitingItem,
  { instance, jobName, nowMs }: { instance: string; jobName: string | null; nowMs: number },
): QueueItem {
  return {
    instance,
    id: item.queueId,
    task: jobName ?? item.taskName,
    jobId: item.jobId === null ? null : publicJobId(item.jobId),
    label: item.label,
    state: item.state,
    reason: item.why,
    reasonKind: item.why === null ? null : kindOfQueueReason(item.why),
    isStuck: item.isStuck,
    enteredAt: iso(item.enteredAtMs),
    waited: Math.max(0, nowMs - item.enteredAtMs),
  };
}

/** What waits now, longest first. */
export async function listQueue(store: Store, input: ListQueueInput, nowMs: number): Promise<QueueList> {
  const { db } = store;
  const connections = await connectionsAsked(db, input.instance, { withDeleted: false });
  const ids = connections.map(({ id }) => id);
  const jobs = await jobsAsked(db, input);
  const waiting = (await readQueue(db, ids, mostItems)).filter(
    ({ jobId, label }) =>
      (jobs === null || (jobId !== null && jobs.has(jobId))) && (input.label === undefined || label === input.label),
  );
  const page = waiting.slice((input.page - 1) * input.per_page, input.page * input.per_page);
  const names = await namesOfJobs(
    db,
    page.flatMap(({ jobId }) => jobId ?? []),
  );
  const instances = new Map(connections.map(({ id, name }) => [id, name]));
  const data = page.map((item) =>
    toItem(item, {
      instance: instances.get(item.connectionId) ?? '?',
      jobName: item.jobId === null ? null : (names.get(item.jobId)?.fullName ?? null),
      nowMs,
    }),
  );
  const asOf = isoOrNull(await lookedAt(db, ids));
  return { data, meta: { page: input.page, per_page: input.per_page, total: waiting.length, asOf } };
}
