import type { Fingerprint, fingerprintSorts } from '@buildbutler/contract';
import { type SqlBool, sql } from 'kysely';
import { Calendar, dayMs } from '../../core/calendar.ts';
import { publicBuildId, publicJobId } from '../../core/entity-id.ts';
import { categoryAt } from '../../core/failure/failure-category.ts';
import { publicFingerprintId } from '../../core/failure/fingerprint-id.ts';
import { type Window, windowOf } from '../../core/window.ts';
import { escapeLike, foldAscii } from '../../storage/like-pattern.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import { iso } from '../build-view.ts';
import { namesOfJobs } from '../jobs-asked.ts';
import type { FailureFilter } from './failure-rows.ts';
import { type FingerprintTally, firstSeen, tallyFingerprints } from './tally-fingerprints.ts';

export interface ListFailuresInput extends FailureFilter {
  readonly range: string;
  readonly tz: string;
  readonly text?: string | undefined;
  readonly new?: 'true' | undefined;
  readonly sort: (typeof fingerprintSorts)[number];
  readonly order: 'asc' | 'desc';
  readonly page: number;
  readonly per_page: number;
}

const mostTrendDays = 30;

/** The last days of a window, for its trends. */
export function trendDays(tz: string, { sinceMs, untilMs }: Window) {
  // A day of a clock change has 25 hours.
  const firstMs = Math.max(sinceMs, untilMs - (mostTrendDays + 1) * dayMs);
  return new Calendar(tz).days(firstMs, untilMs).slice(-mostTrendDays);
}

type KeyOf = (one: FingerprintTally, firstMs: number) => number;
const sortKeys: Readonly<Record<ListFailuresInput['sort'], KeyOf>> = {
  count: ({ count }) => count,
  jobs: ({ jobs }) => jobs.size,
  firstSeen: (_one, firstMs) => firstMs,
  lastSeen: ({ lastMs }) => lastMs,
  minutesBurnt: ({ durationMs }) => durationMs,
};

async function withText(db: Database, text: string | undefined): Promise<ReadonlySet<number> | null> {
  if (!text) return null;
  const rows = await db
    .selectFrom('failure_fingerprint')
    .select('id')
    .where(sql<SqlBool>`lower(lines) like ${`%${escapeLike(foldAscii(text))}%`} escape '\\'`)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

async function prints(db: Database, ids: readonly number[]) {
  const rows = await db
    .selectFrom('failure_fingerprint')
    .select(['id', 'title', 'lines'])
    .where('id', 'in', [...ids, -1])
    .execute();
  return new Map(rows.map(({ id, title, lines }) => [id, { title, lines: JSON.parse(lines) as string[] }]));
}

/** Some fingerprints as they are shown. */
export async function showFingerprints(
  db: Database,
  window: Window,
  some: readonly FingerprintTally[],
): Promise<Fingerprint[]> {
  const ids = some.map(({ id }) => id);
  const texts = await prints(db, ids);
  const first = await firstSeen(db, ids);
  const jobs = await namesOfJobs(
    db,
    some.map(({ lastJobId }) => lastJobId),
  );
  return some.map((one) => {
    const firstMs = first.get(one.id) ?? one.lastMs;
    return {
      id: publicFingerprintId(one.id),
      category: categoryAt(one.lastCategory) ?? 'unknown',
      title: texts.get(one.id)?.title ?? '',
      lines: texts.get(one.id)?.lines ?? [],
      count: one.count,
      jobs: one.jobs.size,
      firstSeenAt: iso(firstMs),
      lastSeenAt: iso(one.lastMs),
      isNew: firstMs >= window.sinceMs,
      minutesBurnt: one.durationMs / 60_000,
      trend: [...one.days],
      lastBuild: {
        id: publicBuildId(one.lastBuildId),
        number: one.lastNumber,
        jobId: publicJobId(one.lastJobId),
        jobName: jobs.get(one.lastJobId)?.fullName ?? '?',
      },
    };
  });
}

/** Equal failures of any job taken together. */
export async function listFailures(store: Store, input: ListFailuresInput, nowMs: number) {
  const { db } = store;
  const { order, page, per_page, range, sort, tz } = input;
  const window = windowOf(range, nowMs);
  const wanted = await withText(db, input.text);
  const all = await tallyFingerprints(store, { filter: input, window, wanted }, trendDays(tz, window));
  const isFirstAsked = input.new !== undefined || sort === 'firstSeen';
  const first = isFirstAsked ? await firstSeen(db, [...all.keys()]) : new Map<number, number>();
  const firstOf = (one: FingerprintTally) => first.get(one.id) ?? one.lastMs;
  const found = [...all.values()].filter((one) => input.new === undefined || firstOf(one) >= window.sinceMs);
  const key = sortKeys[sort];
  const sign = order === 'asc' ? 1 : -1;
  found.sort((a, b) => sign * (key(a, firstOf(a)) - key(b, firstOf(b))) || b.lastMs - a.lastMs || a.id - b.id);
  const some = found.slice((page - 1) * per_page, page * per_page);
  const data = await showFingerprints(db, window, some);
  return { data, meta: { page, per_page, total: found.length } };
}
