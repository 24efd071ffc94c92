import type { FingerprintDetail } from '@buildbutler/contract';
import { AppError } from '../../core/app-error.ts';
import { Calendar } from '../../core/calendar.ts';
import { keyOf, publicBuildId, publicJobId } from '../../core/entity-id.ts';
import { windowOf } from '../../core/window.ts';
import { unpackEvidence } from '../../storage/failures/pack-evidence.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import type { BuildFilter } from '../build-filter.ts';
import { iso } from '../build-view.ts';
import { dayAt } from './day-counts.ts';
import { showFingerprints } from './list-failures.ts';
import { fingerprintedBuilds, firstSeen } from './read-fingerprints.ts';

export interface GetFailureInput extends BuildFilter {
  readonly id: string;
  readonly range: string;
  readonly tz: string;
}

const mostJobs = 200;

async function occurrences(db: Database, input: GetFailureInput, key: number, nowMs: number) {
  const window = windowOf(input.range, nowMs);
  const query = await fingerprintedBuilds(db, input, window);
  const rows = await query
    .innerJoin('job', 'job.id', 'build.job_id')
    .innerJoin('connection', 'connection.id', 'build.connection_id')
    .leftJoin('agent', 'agent.id', 'build.agent_id')
    .select(['build.id', 'build.number', 'build.job_id', 'build.started_at_ms', 'build_failure.duration_ms'])
    .select(['job.full_name', 'connection.name as instance', 'agent.name as agent'])
    .where('build_failure.fingerprint_id', '=', key)
    .orderBy('build_failure.started_at_ms', 'desc')
    .execute();
  return { rows, window };
}
type Occurrence = Awaited<ReturnType<typeof occurrences>>['rows'][number];

function byJob(rows: readonly Occurrence[]): FingerprintDetail['byJob'] {
  return [...Map.groupBy(rows, (row) => row.job_id)]
    .flatMap(([jobId, some]) => {
      const [last] = some;
      if (last === undefined) return [];
      const { full_name: jobName, instance, number, started_at_ms } = last;
      const seen = { lastBuildId: publicBuildId(last.id), lastNumber: number, lastSeenAt: iso(started_at_ms) };
      return [{ jobId: publicJobId(jobId), jobName, instance, count: some.length, ...seen }];
    })
    .sort((a, b) => b.count - a.count)
    .slice(0, mostJobs);
}

function byAgent(rows: readonly Occurrence[]): FingerprintDetail['byAgent'] {
  return [...Map.groupBy(rows, (row) => row.agent)]
    .map(([agent, some]) => ({ agent, count: some.length }))
    .sort((a, b) => b.count - a.count)
    .slice(0, mostJobs);
}

async function exampleOf(db: Database, key: number): Promise<FingerprintDetail['example']> {
  const row = await db
    .selectFrom('build_failure')
    .leftJoin('log_tail', 'log_tail.build_id', 'build_failure.build_id')
    .select(['build_failure.evidence', 'log_tail.first_byte'])
    .where('build_failure.fingerprint_id', '=', key)
    .orderBy('build_failure.started_at_ms', 'desc')
    .limit(1)
    .executeTakeFirst();
  const evidence = row === undefined ? [] : unpackEvidence(row.evidence);
  return evidence.map((one) => ({ ...one, line: row?.first_byte === 0 ? one.line : null }));
}

/** One failure: where, when, on which agents. Throws `not_found` when it is unknown, or was not seen in the range. */
export async function getFailure({ db }: Store, input: GetFailureInput, nowMs: number): Promise<FingerprintDetail> {
  const key = keyOf(input.id) ?? -1;
  const { rows, window } = await occurrences(db, input, key, nowMs);
  const [newest] = rows;
  if (newest === undefined) throw new AppError('not_found', `The failure ${input.id} was not seen in this range.`);
  const first = await firstSeen(db, [key]);
  const count = {
    id: key,
    count: rows.length,
    jobs: new Set(rows.map((row) => row.job_id)).size,
    durationMs: rows.reduce((sum, row) => sum + (row.duration_ms ?? 0), 0),
    lastMs: newest.started_at_ms,
    firstEverMs: first.get(key) ?? newest.started_at_ms,
  };
  const [shown] = await showFingerprints(db, { filter: input, window, tz: input.tz }, [count]);
  if (shown === undefined) throw new AppError('not_found', `There is no failure ${input.id}.`);
  const days = new Calendar(input.tz).days(window.sinceMs, window.untilMs);
  const counts = days.map(() => 0);
  for (const row of rows) {
    const day = dayAt(days, row.started_at_ms);
    if (day >= 0) counts[day] = (counts[day] ?? 0) + 1;
  }
  return {
    ...shown,
    byJob: byJob(rows),
    byAgent: byAgent(rows),
    byDay: days.map(({ key: day }, at) => ({ key: day, count: counts[at] ?? 0 })),
    example: await exampleOf(db, key),
  };
}
