import { formatSpan } from './format-duration.ts';
import { unknown } from './format-number.ts';

/** How long ago (or how far ahead) an instant is: `just now`, `6 min ago`, `in 3 h`; `—` for null. */
export function formatRelative(instant: string | null | undefined, nowMs: number): string {
  if (instant === null || instant === undefined) return unknown;
  const difference = nowMs - Date.parse(instant);
  if (Number.isNaN(difference)) return unknown;
  if (Math.abs(difference) < 10_000) return 'just now';
  return difference > 0 ? `${formatSpan(difference)} ago` : `in ${formatSpan(-difference)}`;
}

/** An instant in full, in the viewer's zone: `Tue 24 Nov 2026, 14:31:07 GMT+1`. */
export function formatExact(instant: string | null | undefined, timeZone?: string): string {
  if (instant === null || instant === undefined) return unknown;
  const at = Date.parse(instant);
  if (Number.isNaN(at)) return unknown;
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...zone,
  })
    .format(at)
    .replace(/^(\w+), /, '$1 ');
  const time = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    ...zone,
  }).format(at);
  return `${day}, ${time}`;
}

/** An instant as short as it can be told, in the viewer's zone: `24 Nov, 14:31`; `—` for null. */
export function formatMoment(instant: string | null | undefined, timeZone?: string): string {
  const at = instant === null || instant === undefined ? Number.NaN : Date.parse(instant);
  if (Number.isNaN(at)) return unknown;
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(at);
}

/** The day of a `YYYY-MM-DD` key in a few letters: `24 Nov`. */
export function formatDay(key: string): string {
  const at = Date.parse(`${key}T12:00:00Z`);
  if (Number.isNaN(at)) return key;
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(at);
}

/** The day of a `YYYY-MM-DD` key with its weekday: `Tue 24 Nov`. */
export function formatLongDay(key: string): string {
  const at = Date.parse(`${key}T12:00:00Z`);
  if (Number.isNaN(at)) return key;
  return new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
    .format(at)
    .replace(',', '');
}

/** The viewer's IANA time zone name. */
export function viewerTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
