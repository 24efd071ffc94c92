import type { Selectable } from 'kysely';
import { labelOfQueueReason, normaliseQueueReason } from '../../core/queue-reason.ts';
import { toStorableText, toStorableTextOrNull } from '../../core/storable-text.ts';
import { toWhole } from '../../core/whole-number.ts';
import type { QueueItemTable } from '../deep-tables.ts';
import { toFlag } from '../flag.ts';
import type { QueueEntry } from '../live-step.ts';
import { idsOfOwnNames } from '../name-dictionary.ts';
import type { StepContext } from '../step-context.ts';
import { endOfState, lastLook, noteLook } from './snapshot-times.ts';

type QueueRow = Selectable<QueueItemTable>;
type Reasons = (readonly [sinceMs: number, reasonId: number])[];

/** New items beyond these are not followed: nobody looks through such a queue, and it is made by a machine. */
const mostItems = 20_000;
/** Changes of reason kept of one item; the last is always among them. */
const mostReasons = 40;
const mostTextLength = 500;

const keyOf = (queueId: number, enteredAtMs: number) => `${queueId}:${enteredAtMs}`;

function waiting({ tx, connectionId }: StepContext): Promise<QueueRow[]> {
  return tx
    .selectFrom('queue_item')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('left_at_ms', 'is', null)
    .execute();
}

function reasonsAfter(before: string | undefined, atMs: number, reasonId: number | null): string {
  const reasons = before === undefined ? [] : (JSON.parse(before) as Reasons);
  if (reasonId === null || reasons.at(-1)?.[1] === reasonId) return before ?? '[]';
  return JSON.stringify([...reasons.slice(0, mostReasons - 1), [atMs, reasonId]]);
}

function toRow(
  { atMs, connectionId }: StepContext,
  entry: QueueEntry,
  before: QueueRow | undefined,
  reasonId: number | null,
): QueueRow {
  const enteredAtMs = toWhole(entry.inQueueSinceMs);
  return {
    connection_id: connectionId,
    queue_id: entry.id,
    entered_at_ms: enteredAtMs,
    left_at_ms: null,
    job_id: entry.jobId,
    build_number: entry.buildNumber,
    task_name: toStorableTextOrNull(entry.taskName, mostTextLength),
    // An item that is blocked by a build names no label: what it named before still holds.
    label:
      (entry.why === null ? null : labelOfQueueReason(toStorableText(entry.why, mostTextLength))) ??
      before?.label ??
      null,
    state: entry.state,
    is_stuck: toFlag(entry.isStuck),
    why: toStorableTextOrNull(entry.why, mostTextLength),
    // The first reason holds from the beginning as far as anybody knows.
    reasons: reasonsAfter(before?.reasons, before === undefined ? enteredAtMs : atMs, reasonId),
  };
}

/** Whether anything has changed that is worth a row being written: a countdown in the reason is not. */
function differs(row: QueueRow, before: QueueRow | undefined): boolean {
  if (before === undefined) return true;
  const { reasons, state, is_stuck, job_id, build_number, label } = row;
  return (
    reasons !== before.reasons ||
    state !== before.state ||
    is_stuck !== before.is_stuck ||
    job_id !== before.job_id ||
    build_number !== before.build_number ||
    label !== before.label
  );
}

async function write({ statements, tx }: StepContext, rows: readonly QueueRow[]): Promise<void> {
  await statements.insert(tx, 'queue_item', rows, (some) =>
    tx
      .insertInto('queue_item')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['connection_id', 'queue_id', 'entered_at_ms']).doUpdateSet((e) => ({
          left_at_ms: e.ref('excluded.left_at_ms'),
          job_id: e.ref('excluded.job_id'),
          build_number: e.ref('excluded.build_number'),
          task_name: e.ref('excluded.task_name'),
          label: e.ref('excluded.label'),
          state: e.ref('excluded.state'),
          is_stuck: e.ref('excluded.is_stuck'),
          why: e.ref('excluded.why'),
          reasons: e.ref('excluded.reasons'),
        })),
      ),
  );
}

/** Compares the queue with what was in it before: who came, whose reason changed, who left. Returns whether anything changed. */
export async function recordQueue(context: StepContext, queue: readonly QueueEntry[]): Promise<boolean> {
  const { atMs, connectionId, tx } = context;
  const before = new Map((await waiting(context)).map((row) => [keyOf(row.queue_id, row.entered_at_ms), row]));
  const now = new Map(queue.map((entry) => [keyOf(entry.id, toWhole(entry.inQueueSinceMs)), entry]));
  const texts = new Map(
    queue.flatMap(({ why }) =>
      why === null ? [] : [[why, normaliseQueueReason(toStorableText(why, mostTextLength))]],
    ),
  );
  const reasonIds = await idsOfOwnNames(context, 'queue_reason', texts.values());
  const rows: QueueRow[] = [];
  let followed = before.size;
  for (const [key, entry] of now) {
    const known = before.get(key);
    if (known === undefined && followed >= mostItems) continue;
    if (known === undefined) followed += 1;
    const reasonId = entry.why === null ? null : (reasonIds.get(texts.get(entry.why) ?? '') ?? null);
    const row = toRow(context, entry, known, reasonId);
    if (differs(row, known)) rows.push(row);
  }
  const left = endOfState(await lastLook(tx, connectionId, 'queue_at_ms'), atMs);
  for (const [key, row] of before) {
    if (!now.has(key)) rows.push({ ...row, left_at_ms: Math.max(row.entered_at_ms, left) });
  }
  await write(context, rows);
  await noteLook(context, 'queue_at_ms');
  return rows.length > 0;
}
