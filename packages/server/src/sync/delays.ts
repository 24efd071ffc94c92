import type { ConnectionProblem } from '../core/connection.ts';

const second = 1_000;
const minute = 60_000;

/** 0 (inclusive) to 1 (exclusive). */
export type Random = () => number;

/** A time spread by ± 10 %, so that loops of many connections do not fall into step. */
export function jittered(ms: number, random: Random): number {
  return Math.round(ms * (0.9 + 0.2 * random()));
}

/** The shortest time between two polls: the interval, and never so that polling takes more than a twentieth of the time. */
export function pollDelayMs({
  intervalMs,
  responseMs,
  random,
}: {
  intervalMs: number;
  responseMs: number;
  random: Random;
}) {
  return Math.max(jittered(intervalMs, random), 20 * responseMs);
}

const startUpMs = 15 * second;
const mostStartUpMs = 2 * minute;
const mostBackOffMs = 10 * minute;

/** How long a connection rests after its `failures`-th failure in a row. */
export function backOffMs(
  problem: ConnectionProblem,
  { failures, intervalMs, random }: { readonly failures: number; readonly intervalMs: number; readonly random: Random },
): number {
  const doublings = 2 ** Math.min(20, Math.max(0, failures - 1));
  const isStarting = problem.code === 'unavailable';
  const most = isStarting ? mostStartUpMs : Math.min(mostBackOffMs, Math.max(minute, 20 * intervalMs));
  const ms = Math.min(most, (isStarting ? Math.min(startUpMs, intervalMs) : intervalMs) * doublings);
  return Math.max(jittered(ms, random), problem.retryAfterMs ?? 0);
}

const looksMs = [2 * second, 5 * second, 15 * second, minute] as const;
const manyLooks = 14;

/** The pause before a build that left its executor but is not final is looked at again, after `looks` looks. */
export function nextLookMs(looks: number): number {
  return looksMs[looks] ?? (looks < manyLooks ? minute : 5 * minute);
}

const parkedMs = [30 * second, 2 * minute, 10 * minute, 60 * minute] as const;

/** How long an item of background work that failed is left alone. */
export function parkMs(failures: number): number {
  return parkedMs[Math.min(failures, parkedMs.length) - 1] ?? 0;
}
