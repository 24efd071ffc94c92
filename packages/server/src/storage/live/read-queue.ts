import { sql } from 'kysely';
import type { Database } from '../open-store.ts';

export interface WaitingItem {
  readonly connectionId: number;
  readonly queueId: number;
  readonly enteredAtMs: number;
  readonly jobId: number | null;
  readonly buildNumber: number | null;
  readonly taskName: string | null;
  readonly label: string | null;
  readonly state: 'waiting' | 'blocked' | 'buildable';
  readonly isStuck: boolean;
  /** As the controller said when it changed last; numbers in it may have gone on. */
  readonly why: string | null;
  /** Since when it gives this reason. */
  readonly reasonSinceMs: number;
}

/** What waits now on connections, longest wait first. */
export async function readQueue(
  db: Database,
  connectionIds: readonly number[],
  most: number,
): Promise<readonly WaitingItem[]> {
  if (connectionIds.length === 0) return [];
  const rows = await db
    .selectFrom('queue_item')
    .selectAll()
    .where('connection_id', 'in', connectionIds)
    .where('left_at_ms', 'is', null)
    .orderBy('entered_at_ms')
    .orderBy('connection_id')
    .orderBy('queue_id')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    connectionId: row.connection_id,
    queueId: row.queue_id,
    enteredAtMs: row.entered_at_ms,
    jobId: row.job_id,
    buildNumber: row.build_number,
    taskName: row.task_name,
    label: row.label,
    state: row.state as WaitingItem['state'],
    isStuck: row.is_stuck === 1,
    why: row.why,
    reasonSinceMs: (JSON.parse(row.reasons) as [number, number][]).at(-1)?.[0] ?? row.entered_at_ms,
  }));
}

export interface ReasonSpan {
  readonly sinceMs: number;
  /** Null while it holds. */
  readonly untilMs: number | null;
  /** With `#` in the place of numbers. */
  readonly reason: string;
}

/** Why an item waited, one reason after the other. Null when there is no such item. */
export async function readQueueReasons(
  db: Database,
  { connectionId, queueId, enteredAtMs }: Pick<WaitingItem, 'connectionId' | 'queueId' | 'enteredAtMs'>,
): Promise<readonly ReasonSpan[] | null> {
  const row = await db
    .selectFrom('queue_item')
    .select(['reasons', 'left_at_ms'])
    .where('connection_id', '=', connectionId)
    .where('queue_id', '=', queueId)
    .where('entered_at_ms', '=', enteredAtMs)
    .executeTakeFirst();
  if (row === undefined) return null;
  const spans = JSON.parse(row.reasons) as [number, number][];
  const ids = [...new Set(spans.map(([, id]) => id))];
  const texts =
    ids.length === 0 ? [] : await db.selectFrom('queue_reason').select(['id', 'name']).where('id', 'in', ids).execute();
  const names = new Map(texts.map(({ id, name }) => [id, name]));
  return spans.map(([sinceMs, id], index) => ({
    sinceMs,
    untilMs: spans[index + 1]?.[0] ?? row.left_at_ms,
    reason: names.get(id) ?? '?',
  }));
}

export interface WaitSum {
  /** A job's id, or a label; null for items without. */
  readonly key: number | string | null;
  readonly items: number;
  readonly waitedMs: number;
  readonly longestMs: number;
}

export interface WaitOptions {
  readonly connectionIds: readonly number[];
  /** Items that left the queue within `[sinceMs, untilMs)`. */
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly by: 'job' | 'label';
  readonly most: number;
}

/** Waits of the items that left the queue, summed by job or label, most waited first. */
export async function sumWaits(
  db: Database,
  { connectionIds, sinceMs, untilMs, by, most }: WaitOptions,
): Promise<readonly WaitSum[]> {
  if (connectionIds.length === 0) return [];
  const column = by === 'job' ? 'job_id' : 'label';
  const waited = sql<number>`left_at_ms - entered_at_ms`;
  const rows = await db
    .selectFrom('queue_item')
    .select((e) => [
      column,
      e.fn.countAll<number>().as('items'),
      e.fn.sum<number>(waited).as('waited'),
      e.fn.max<number>(waited).as('longest'),
    ])
    .where('connection_id', 'in', connectionIds)
    .where('left_at_ms', '>=', sinceMs)
    .where('left_at_ms', '<', untilMs)
    .groupBy(column)
    .orderBy('waited', 'desc')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    key: (row as { job_id?: number | null; label?: string | null })[column] ?? null,
    items: Number(row.items),
    waitedMs: Number(row.waited),
    longestMs: Number(row.longest),
  }));
}
