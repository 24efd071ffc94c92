import type { SilentJob } from '@buildbutler/contract';
import { dayMs } from '../core/calendar.ts';
import { buildKey, publicBuildId, publicJobId } from '../core/entity-id.ts';
import { type Silence, silenceOf, startsOfHabit } from '../core/silence.ts';
import { buildsOfJob } from '../storage/job-summary.ts';
import type { Database, Store } from '../storage/open-store.ts';
import { type BuildFilter, connectionIdsOf, idList, jobConditions } from './build-filter.ts';
import { iso } from './build-view.ts';
import { rowFilter } from './row-filter.ts';

export type SilentJobsInput = Pick<BuildFilter, 'instance' | 'folder' | 'job' | 'q' | 'include'>;

/** A job that has been silent for longer has been forgotten, not broken. */
const lookBackMs = 60 * dayMs;

/** The last starts of finished builds of every job, ascending. */
async function startsByJob(store: Store, input: SilentJobsInput, nowMs: number): Promise<Map<number, number[]>> {
  const its = await rowFilter(store.db, input);
  const starts = new Map<number, number[]>();
  for await (const part of store.columns.builds({ sinceMs: nowMs - lookBackMs, untilMs: nowMs })) {
    const { baseMs, columns } = part;
    const count = its.select(part);
    const rows = its.rows;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] as number;
      const job = columns.job[row] as number;
      let some = starts.get(job);
      if (some === undefined) {
        some = [];
        starts.set(job, some);
      }
      some.push(baseMs + (columns.start[row] as number));
      if (some.length > startsOfHabit * 4) some.splice(0, some.length - startsOfHabit);
    }
  }
  for (const [job, some] of starts) starts.set(job, some.slice(-startsOfHabit));
  return starts;
}

/** Jobs that could run: those of deleted connections, disabled ones and such as Jenkins no longer has cannot. */
async function liveJobs(db: Database, input: SilentJobsInput) {
  const connectionIds = await connectionIdsOf(db, input.instance);
  let query = db
    .selectFrom('job')
    .innerJoin('connection', 'connection.id', 'job.connection_id')
    .select([
      'job.id',
      'job.full_name',
      'job.kind',
      'job.last_number',
      'job.last_started_at_ms',
      'connection.name as instance',
    ])
    .where((e) => e.and(jobConditions(e as never, input)))
    .where('job.is_disabled', '=', 0)
    .where('job.is_building', '=', 0)
    .where('job.gone_at_ms', 'is', null)
    .where('job.missing_since_ms', 'is', null)
    .where('connection.deleted_at_ms', 'is', null)
    .where('connection.is_paused', '=', 0);
  if (connectionIds !== null) query = query.where('job.connection_id', 'in', idList(connectionIds));
  return query.execute();
}

/** Work on a branch ends; only one that a timer builds is expected to go on. */
async function isTimed(db: Database, jobId: number): Promise<boolean> {
  const [from, to] = buildsOfJob(jobId);
  const rows = await db
    .selectFrom('build')
    .select('cause_kind')
    .where('id', '>=', from)
    .where('id', '<=', to)
    .orderBy('id', 'desc')
    .limit(startsOfHabit)
    .execute();
  return rows.filter(({ cause_kind }) => cause_kind === 'timer').length * 2 > rows.length;
}

/** Jobs that used to run regularly and do not any more, longest overdue first. */
export async function silentJobs(
  store: Store,
  input: SilentJobsInput,
  nowMs: number,
): Promise<{ readonly data: SilentJob[] }> {
  const starts = await startsByJob(store, input, nowMs);
  const silent: (SilentJob & Silence)[] = [];
  for (const { full_name, id, instance, kind, last_number, last_started_at_ms } of await liveJobs(store.db, input)) {
    if (last_number === null || last_started_at_ms === null) continue;
    const its = starts.get(id) ?? [];
    if (last_started_at_ms > (its.at(-1) ?? 0)) its.push(last_started_at_ms);
    const silence = silenceOf(its, nowMs);
    if (silence === null || (kind === 'multibranch-branch' && !(await isTimed(store.db, id)))) continue;
    silent.push({
      ...silence,
      jobId: publicJobId(id),
      jobName: full_name,
      instance,
      lastBuildId: publicBuildId(buildKey(id, last_number)),
      lastBuildAt: iso(last_started_at_ms),
      usualInterval: silence.usualIntervalMs,
      overdue: silence.overdueMs,
    });
  }
  silent.sort((a, b) => b.overdueMs - a.overdueMs);
  return { data: silent.map(({ overdueMs: _overdue, usualIntervalMs: _usual, ...job }) => job) };
}
