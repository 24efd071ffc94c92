import type { Fingerprint, fingerprintSorts } from '@buildbutler/contract';
import { Calendar } from '../../core/calendar.ts';
import { publicBuildId, publicJobId } from '../../core/entity-id.ts';
import { categoryAt } from '../../core/failure/failure-category.ts';
import { publicFingerprintId } from '../../core/failure/fingerprint-id.ts';
import { type Window, windowOf } from '../../core/window.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import type { BuildFilter } from '../build-filter.ts';
import { iso } from '../build-view.ts';
import { dayCounts } from './day-counts.ts';
import {
  type FingerprintCount,
  type FingerprintFilter,
  fingerprintedBuilds,
  readFingerprints,
} from './read-fingerprints.ts';

export interface ListFailuresInput extends FingerprintFilter {
  readonly range: string;
  readonly tz: string;
  readonly new?: 'true' | undefined;
  readonly sort: (typeof fingerprintSorts)[number];
  readonly order: 'asc' | 'desc';
  readonly page: number;
  readonly per_page: number;
}

const mostTrendDays = 30;

const sortKeys: Readonly<Record<ListFailuresInput['sort'], (one: FingerprintCount) => number>> = {
  count: ({ count }) => count,
  jobs: ({ jobs }) => jobs,
  firstSeen: ({ firstEverMs }) => firstEverMs,
  lastSeen: ({ lastMs }) => lastMs,
  minutesBurnt: ({ durationMs }) => durationMs,
};

async function lastBuild(db: Database, filter: BuildFilter, window: Window, id: number) {
  const query = await fingerprintedBuilds(db, filter, window);
  return query
    .innerJoin('job', 'job.id', 'build.job_id')
    .select(['build.id', 'build.number', 'build.job_id', 'build.failure_category', 'job.full_name'])
    .where('build_failure.fingerprint_id', '=', id)
    .orderBy('build_failure.started_at_ms', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function prints(db: Database, ids: readonly number[]) {
  if (ids.length === 0) return new Map<number, { title: string; lines: string[] }>();
  const rows = await db
    .selectFrom('failure_fingerprint')
    .select(['id', 'title', 'lines'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, title, lines }) => [id, { title, lines: JSON.parse(lines) as string[] }]));
}

export interface FingerprintQuestion {
  readonly filter: BuildFilter;
  readonly window: Window;
  readonly tz: string;
}

/** Some fingerprints as they are shown. */
export async function showFingerprints(
  db: Database,
  { filter, window, tz }: FingerprintQuestion,
  some: readonly FingerprintCount[],
): Promise<Fingerprint[]> {
  const ids = some.map(({ id }) => id);
  const texts = await prints(db, ids);
  const days = new Calendar(tz).days(window.sinceMs, window.untilMs).slice(-mostTrendDays);
  const trends = await dayCounts(db, { filter, window, ids }, days);
  const shown: Fingerprint[] = [];
  for (const one of some) {
    const last = await lastBuild(db, filter, window, one.id);
    // Classified anew in this very moment.
    if (last === undefined) continue;
    shown.push({
      id: publicFingerprintId(one.id),
      category: categoryAt(last.failure_category) ?? 'unknown',
      title: texts.get(one.id)?.title ?? '',
      lines: texts.get(one.id)?.lines ?? [],
      count: one.count,
      jobs: one.jobs,
      firstSeenAt: iso(one.firstEverMs),
      lastSeenAt: iso(one.lastMs),
      isNew: one.firstEverMs >= window.sinceMs,
      minutesBurnt: one.durationMs / 60_000,
      trend: trends.get(one.id) ?? days.map(() => 0),
      lastBuild: {
        id: publicBuildId(last.id),
        number: last.number,
        jobId: publicJobId(last.job_id),
        jobName: last.full_name,
      },
    });
  }
  return shown;
}

/** Equal failures of any job taken together. */
export async function listFailures({ db }: Store, input: ListFailuresInput, nowMs: number) {
  const { order, page, per_page, range, sort, tz } = input;
  const window = windowOf(range, nowMs);
  const all = await readFingerprints(db, input, window);
  const found = input.new === undefined ? all : all.filter(({ firstEverMs }) => firstEverMs >= window.sinceMs);
  const key = sortKeys[sort];
  const sign = order === 'asc' ? 1 : -1;
  found.sort((a, b) => sign * (key(a) - key(b)) || b.lastMs - a.lastMs || a.id - b.id);
  const some = found.slice((page - 1) * per_page, page * per_page);
  const data = await showFingerprints(db, { filter: input, window, tz }, some);
  return { data, meta: { page, per_page, total: found.length } };
}
