import type { Window } from '../../core/window.ts';
import { matrixFlag } from '../../storage/columns/build-part.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import { idList } from '../build-filter.ts';

/** One stay in the queue, watched there or told by the build that came of it. */
export interface Wait {
  readonly connectionId: number;
  readonly jobId: number | null;
  readonly enteredAtMs: number;
  /** Null while it waits. */
  readonly leftAtMs: number | null;
  /** Undefined where only the build tells of it. */
  readonly watched?: {
    readonly label: string | null;
    readonly isStuck: boolean;
    /** JSON `[[sinceMs, reasonId], …]`, oldest first. */
    readonly reasons: string;
  };
}

/** When each connection's queue was looked at first; absent = never. Agents are looked at with it. */
export async function watchedSince(
  db: Database,
  connectionIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const looks = await db
    .selectFrom('live_snapshot')
    .select(['connection_id', 'queue_at_ms'])
    .where('connection_id', 'in', idList(connectionIds))
    .where('queue_at_ms', 'is not', null)
    .execute();
  const first = await db
    .selectFrom('agent_state')
    .select((e) => ['connection_id', e.fn.min('first_seen_ms').as('at')])
    .where('connection_id', 'in', idList(connectionIds))
    .groupBy('connection_id')
    .execute();
  const agents = new Map(first.map(({ connection_id, at }) => [connection_id, at]));
  return new Map(looks.map((row) => [row.connection_id, agents.get(row.connection_id) ?? row.queue_at_ms ?? 0]));
}

async function watchedWaits(db: Database, connectionIds: readonly number[], window: Window): Promise<Wait[]> {
  const items = db
    .selectFrom('queue_item')
    .select(['connection_id', 'job_id', 'entered_at_ms', 'left_at_ms', 'label', 'is_stuck', 'reasons'])
    .where('connection_id', 'in', idList(connectionIds));
  const left = await items
    .where('left_at_ms', '>=', window.sinceMs)
    .where('entered_at_ms', '<', window.untilMs)
    .execute();
  const waiting = await items.where('left_at_ms', 'is', null).where('entered_at_ms', '<', window.untilMs).execute();
  return [...left, ...waiting].map((row) => ({
    connectionId: row.connection_id,
    jobId: row.job_id,
    enteredAtMs: row.entered_at_ms,
    leftAtMs: row.left_at_ms,
    watched: { label: row.label, isStuck: row.is_stuck === 1, reasons: row.reasons },
  }));
}

/** Waits that builds tell of, by connection: those that started before an instant of their connection. */
async function waitsOfBuilds(store: Store, window: Window, untilMs: ReadonlyMap<number, number>): Promise<Wait[]> {
  const latest = Math.max(window.sinceMs, ...untilMs.values());
  const waits: Wait[] = [];
  for await (const { baseMs, columns, from, to } of store.columns.builds({ ...window, untilMs: latest })) {
    for (let row = from; row < to; row += 1) {
      const queue = columns.queue[row] as number;
      if (queue === 0 || (columns.result[row] as number) >= matrixFlag) continue;
      const connectionId = columns.connection[row] as number;
      const leftAtMs = baseMs + (columns.start[row] as number);
      if (leftAtMs >= (untilMs.get(connectionId) ?? 0)) continue;
      waits.push({ connectionId, jobId: columns.job[row] as number, enteredAtMs: leftAtMs - queue + 1, leftAtMs });
    }
  }
  return waits;
}

/** The same of builds that still run, which are in no column. */
async function waitsOfRunning(db: Database, window: Window, untilMs: ReadonlyMap<number, number>): Promise<Wait[]> {
  const rows = await db
    .selectFrom('build')
    .select(['connection_id', 'job_id', 'started_at_ms', 'queue_ms'])
    .where('is_building', '=', 1)
    .where('is_matrix', '=', 0)
    .where('queue_ms', 'is not', null)
    .execute();
  return rows
    .filter((row) => row.started_at_ms >= window.sinceMs && row.started_at_ms < (untilMs.get(row.connection_id) ?? 0))
    .map((row) => ({
      connectionId: row.connection_id,
      jobId: row.job_id,
      enteredAtMs: row.started_at_ms - (row.queue_ms ?? 0),
      leftAtMs: row.started_at_ms,
    }));
}

/**
 * Stays in the queue that touch a window. Those that ended before the queue was watched are told by the builds that came
 * of them, so that a new connection has a past.
 */
export async function readWaits(
  store: Store,
  connectionIds: readonly number[],
  window: Window,
): Promise<{ readonly waits: readonly Wait[]; readonly watchedSinceMs: number | null }> {
  const { db } = store;
  const since = await watchedSince(db, connectionIds);
  const untilMs = new Map(connectionIds.map((id) => [id, Math.min(window.untilMs, since.get(id) ?? window.untilMs)]));
  const watched = await watchedWaits(db, connectionIds, window);
  const running = await waitsOfRunning(db, window, untilMs);
  const waits = [...watched, ...running, ...(await waitsOfBuilds(store, window, untilMs))];
  return { waits, watchedSinceMs: since.size === 0 ? null : Math.min(...since.values()) };
}
