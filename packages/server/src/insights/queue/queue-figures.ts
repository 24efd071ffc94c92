import type { QueueFigures } from '@buildbutler/contract';
import { publicJobId } from '../../core/entity-id.ts';
import { kindOfQueueReason } from '../../core/queue-reason.ts';
import { nearestRank } from '../../core/sketch.ts';
import { type Window, windowOf } from '../../core/window.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import { iso, isoOrNull } from '../build-view.ts';
import { connectionsAsked } from '../connections-asked.ts';
import { type JobFilter, jobsAsked, namesOfJobs } from '../jobs-asked.ts';
import { depthOf } from './queue-depth.ts';
import { readWaits, type Wait } from './read-waits.ts';

export interface QueueFiguresInput extends JobFilter {
  readonly instance?: readonly string[] | undefined;
  readonly range: string;
}

const mostGroups = 100;

/** Waits of one group, summed. */
class WaitSum {
  items = 0;
  waitMs = 0;
  mostMs = 0;

  add(waitMs: number): void {
    this.items += 1;
    this.waitMs += waitMs;
    this.mostMs = Math.max(this.mostMs, waitMs);
  }

  toShare() {
    return { items: this.items, wait: this.waitMs, avg: Math.round(this.waitMs / this.items), max: this.mostMs };
  }
}

class Groups<Key> {
  readonly #sums = new Map<Key, WaitSum>();

  add(key: Key, waitMs: number): void {
    let sum = this.#sums.get(key);
    if (sum === undefined) {
      sum = new WaitSum();
      this.#sums.set(key, sum);
    }
    sum.add(waitMs);
  }

  /** Most waited first. */
  top(): [Key, WaitSum][] {
    return [...this.#sums].sort(([, a], [, b]) => b.waitMs - a.waitMs).slice(0, mostGroups);
  }
}

async function reasonKinds(db: Database, connectionIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (connectionIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('queue_reason')
    .select(['id', 'name'])
    .where('connection_id', 'in', connectionIds)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, kindOfQueueReason(name)]));
}

/** How long one item waited for each kind of reason. */
function timeByReason(reasons: string, endMs: number, kinds: ReadonlyMap<number, string>): Map<string, number> {
  const spans = JSON.parse(reasons) as (readonly [sinceMs: number, reasonId: number])[];
  const times = new Map<string, number>();
  for (const [index, [sinceMs, id]] of spans.entries()) {
    const kind = kinds.get(id) ?? '?';
    const untilMs = spans[index + 1]?.[0] ?? endMs;
    times.set(kind, (times.get(kind) ?? 0) + Math.max(0, untilMs - sinceMs));
  }
  return times;
}

interface Sums {
  readonly waits: number[];
  readonly reasons: Groups<string>;
  readonly labels: Groups<string>;
  readonly jobs: Groups<number | null>;
  stuck: number;
}

/** Waits count in the window in which they ended; those that last count up to its end. */
function sumUp(waits: readonly Wait[], end: Window, kinds: ReadonlyMap<number, string>): Sums {
  const sums: Sums = { waits: [], reasons: new Groups(), labels: new Groups(), jobs: new Groups(), stuck: 0 };
  for (const { enteredAtMs, jobId, leftAtMs, watched } of waits) {
    if (leftAtMs !== null && leftAtMs >= end.untilMs) continue;
    const endMs = leftAtMs ?? end.untilMs;
    const waitMs = Math.max(0, endMs - enteredAtMs);
    sums.waits.push(waitMs);
    sums.jobs.add(jobId, waitMs);
    if (watched === undefined) continue;
    if (watched.isStuck) sums.stuck += 1;
    if (watched.label !== null) sums.labels.add(watched.label, waitMs);
    for (const [kind, timeMs] of timeByReason(watched.reasons, endMs, kinds)) sums.reasons.add(kind, timeMs);
  }
  return sums;
}

function figuresOf({ stuck, waits }: Sums): QueueFigures['data'] {
  // Sorted once for all ranks.
  const values = Float64Array.from(waits).sort();
  let sum = 0;
  for (const value of values) sum += value;
  const at = (share: number) => nearestRank(values, share);
  const avg = values.length === 0 ? null : Math.round(sum / values.length);
  return { items: values.length, avg, p50: at(0.5), p95: at(0.95), max: at(1), stuck };
}

/** Waits over a range: how many waited, for what, for which label, of which job. */
export async function queueFigures(store: Store, input: QueueFiguresInput, nowMs: number): Promise<QueueFigures> {
  const { db } = store;
  const asked = windowOf(input.range, nowMs);
  const window = { ...asked, untilMs: Math.min(asked.untilMs, Math.max(nowMs, asked.sinceMs)) };
  const connections = await connectionsAsked(db, input.instance, { withDeleted: true });
  const ids = connections.map(({ id }) => id);
  const { waits: all, watchedSinceMs } = await readWaits(store, ids, window);
  const jobs = await jobsAsked(db, input);
  const waits = jobs === null ? all : all.filter(({ jobId }) => jobId !== null && jobs.has(jobId));
  const sums = sumUp(waits, window, await reasonKinds(db, ids));
  const byJob = sums.jobs.top();
  const names = await namesOfJobs(
    db,
    byJob.flatMap(([id]) => id ?? []),
  );
  const instances = new Map(connections.map(({ id, name }) => [id, name]));
  return {
    data: figuresOf(sums),
    depth: depthOf(waits, window).map(({ atMs, ...step }) => ({ at: iso(atMs), ...step })),
    byReason: sums.reasons.top().map(([reason, sum]) => ({ reason, ...sum.toShare() })),
    byLabel: sums.labels.top().map(([label, sum]) => ({ label, ...sum.toShare() })),
    byJob: byJob.map(([id, sum]) => {
      const job = id === null ? undefined : names.get(id);
      return {
        jobId: id === null ? null : publicJobId(id),
        jobName: job?.fullName ?? '',
        instance: job === undefined ? '' : (instances.get(job.connectionId) ?? ''),
        ...sum.toShare(),
      };
    }),
    meta: { since: iso(asked.sinceMs), until: iso(asked.untilMs), collectedSince: isoOrNull(watchedSinceMs) },
  };
}
