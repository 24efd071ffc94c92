import { rangeNames, rangeSchema } from '@buildbutler/contract';
import { formatExact } from './format-time.ts';

export type RangeName = (typeof rangeNames)[number];

/** The range shown when the address names none. */
export const defaultRange: RangeName = '30d';

const dayMs = 86_400_000;
const spans: Record<RangeName, number> = {
  '24h': dayMs,
  '7d': 7 * dayMs,
  '14d': 14 * dayMs,
  '30d': 30 * dayMs,
  '60d': 60 * dayMs,
  '90d': 90 * dayMs,
  '1y': 365 * dayMs,
};
const labels: Record<RangeName, string> = {
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '14d': 'Last 14 days',
  '30d': 'Last 30 days',
  '60d': 'Last 60 days',
  '90d': 'Last 90 days',
  '1y': 'Last year',
};

/** Is this one of the ranges with a name? */
export function isRangeName(text: string): text is RangeName {
  return (rangeNames as readonly string[]).includes(text);
}

/** The range of an address, or undefined when it is not one. */
export function readRange(text: unknown): string | undefined {
  const parsed = rangeSchema.safeParse(text);
  return parsed.success ? parsed.data : undefined;
}

const shortDay = (ms: number) =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }).format(ms);

/** A range in words: `Last 30 days`, `3 Nov 2026`, `3 Nov 2026 to 9 Nov 2026`. */
export function rangeLabel(range: string): string {
  if (isRangeName(range)) return labels[range];
  const [since = '', until = ''] = range.split('..');
  const first = shortDay(Date.parse(since));
  const last = shortDay(Date.parse(until) - 1);
  return first === last ? first : `${first} to ${last}`;
}

const part = (ms: number, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', options).format(ms);

/** A range in few letters, for a button: `Last 30 days`, `3 Nov`, `3–9 Nov`, `28 Oct – 3 Nov`; the year only when it is not this one. */
export function rangeShortLabel(range: string, nowMs: number): string {
  if (isRangeName(range)) return labels[range];
  const [since = '', until = ''] = range.split('..');
  const first = Date.parse(since);
  const last = Date.parse(until) - 1;
  const yearOf = (ms: number) => new Date(ms).getFullYear();
  const hasYear = yearOf(first) !== yearOf(nowMs) || yearOf(last) !== yearOf(nowMs);
  const full = { day: 'numeric', month: 'short', ...(hasYear ? { year: 'numeric' as const } : {}) } as const;
  const ends = [part(first, full), part(last, full)] as const;
  if (ends[0] === ends[1]) return ends[0];
  const isSameMonth =
    part(first, { month: 'short', year: 'numeric' }) === part(last, { month: 'short', year: 'numeric' });
  return isSameMonth ? `${part(first, { day: 'numeric' })}–${ends[1]}` : `${ends[0]} – ${ends[1]}`;
}

/** The exact limits of a custom range, for a tooltip; undefined for a named one. */
export function rangeTitle(range: string): string | undefined {
  if (isRangeName(range)) return undefined;
  const [since = '', until = ''] = range.split('..');
  return `${formatExact(since)} until ${formatExact(until)}`;
}

/** The sentence part for a range: `in the last 30 days`, `on 3 Nov 2026`. */
export function rangePhrase(range: string): string {
  if (isRangeName(range)) return `in the ${labels[range].toLowerCase()}`;
  const label = rangeLabel(range);
  return label.includes(' to ') ? `from ${label}` : `on ${label}`;
}

/** Midnight in the viewer's zone at the start of a `YYYY-MM-DD` day, `later` days on. */
function startOfDay(key: string, later = 0): Date | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(key);
  if (parts === null) return undefined;
  const start = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + later);
  return Number.isNaN(start.getTime()) ? undefined : start;
}

/** The range of whole days from one `YYYY-MM-DD` to another (both included), in the viewer's zone. */
export function daysRange(firstDay: string, lastDay: string): string | undefined {
  const since = startOfDay(firstDay);
  const until = startOfDay(lastDay, 1);
  if (since === undefined || until === undefined || since >= until) return undefined;
  return `${since.toISOString()}..${until.toISOString()}`;
}

const dayKey = (at: Date) =>
  `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;

/** The first and last `YYYY-MM-DD` a range touches, in the viewer's zone. */
export function rangeDays(range: string, nowMs: number): { first: string; last: string } {
  if (isRangeName(range)) return { first: dayKey(new Date(nowMs - spans[range])), last: dayKey(new Date(nowMs)) };
  const [since = '', until = ''] = range.split('..');
  return { first: dayKey(new Date(since)), last: dayKey(new Date(Date.parse(until) - 1)) };
}

/** The smallest named range that reaches back to an instant; undefined when it is older than all of them. */
export function rangeReaching(instant: string, nowMs: number): RangeName | undefined {
  const age = nowMs - Date.parse(instant);
  return rangeNames.find((name) => spans[name] > age);
}
