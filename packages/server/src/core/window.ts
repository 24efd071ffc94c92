import { dayMs, hourMs } from './calendar.ts';

/** Half-open: a build belongs to the window in which it started. */
export interface Window {
  readonly sinceMs: number;
  readonly untilMs: number;
}

const lengths: Record<string, number> = {
  '24h': dayMs,
  '7d': 7 * dayMs,
  '14d': 14 * dayMs,
  '30d': 30 * dayMs,
  '60d': 60 * dayMs,
  '90d': 90 * dayMs,
  '1y': 365 * dayMs,
};

// Days are keyed by four digits of a year: in the year 10000 no day follows another, and `Date.UTC` reads year 1 as 1901.
const earliestMs = Date.parse('1000-01-02T00:00:00Z');
const latestMs = Date.parse('9999-12-30T00:00:00Z');

const listable = (atMs: number) => Math.min(Math.max(atMs, earliestMs), latestMs);

/** The window of `24h` … `1y` (ending now) or `<ISO>..<ISO>`. The text is already validated by the contract. */
export function windowOf(range: string, nowMs: number): Window {
  const length = lengths[range];
  if (length !== undefined) return { sinceMs: nowMs - length, untilMs: nowMs };
  const [since = '', until = ''] = range.split('..');
  return { sinceMs: listable(Date.parse(since)), untilMs: listable(Date.parse(until)) };
}

/** The window of the same length just before. */
export function windowBefore({ sinceMs, untilMs }: Window): Window {
  return { sinceMs: 2 * sinceMs - untilMs, untilMs: sinceMs };
}

/** A window cut into whole UTC days, whole hours and the rest, so that roll-ups serve the most of it. */
export interface WindowParts {
  readonly days: readonly Window[];
  readonly hours: readonly Window[];
  readonly edges: readonly Window[];
}

function split(window: Window, unitMs: number): { whole: Window[]; rest: Window[] } {
  const first = Math.ceil(window.sinceMs / unitMs) * unitMs;
  const last = Math.floor(window.untilMs / unitMs) * unitMs;
  if (first >= last) return { whole: [], rest: [window] };
  const rest = [
    { sinceMs: window.sinceMs, untilMs: first },
    { sinceMs: last, untilMs: window.untilMs },
  ];
  return { whole: [{ sinceMs: first, untilMs: last }], rest: rest.filter(({ sinceMs, untilMs }) => sinceMs < untilMs) };
}

/** Cuts a window at hour and UTC day borders. */
export function partsOf(window: Window): WindowParts {
  const byHour = split(window, hourMs);
  const byDay = byHour.whole.map((whole) => split(whole, dayMs));
  return {
    days: byDay.flatMap(({ whole }) => whole),
    hours: byDay.flatMap(({ rest }) => rest),
    edges: byHour.rest,
  };
}
