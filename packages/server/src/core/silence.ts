/** Starts that are looked at: enough to know a habit, few enough that an old one is forgotten. */
export const startsOfHabit = 20;
const fewestStarts = 6;
const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;

export interface Silence {
  /** Median between starts. */
  readonly usualIntervalMs: number;
  /** Since when the next start is overdue, by the longest pause that was usual. */
  readonly overdueMs: number;
}

/**
 * Whether something that used to start regularly does not any more; null = it keeps to its habit, or has none. `starts`
 * are its last starts, ascending. Silent means: longer than half as much again as the longest of the last pauses, at least
 * an hour and a half, and three times as long as usual; what started less than about weekly has no habit.
 */
export function silenceOf(starts: readonly number[], nowMs: number): Silence | null {
  if (starts.length < fewestStarts) return null;
  const gaps: number[] = [];
  for (let at = 1; at < starts.length; at += 1) gaps.push((starts[at] ?? 0) - (starts[at - 1] ?? 0));
  gaps.sort((a, b) => a - b);
  const usualIntervalMs = gaps[Math.ceil(gaps.length / 2) - 1] ?? 0;
  const longestMs = gaps.at(-1) ?? 0;
  const quietMs = nowMs - (starts.at(-1) ?? nowMs);
  if (usualIntervalMs > weekMs * 1.1 || quietMs < 1.5 * hourMs) return null;
  // One that runs once a day knows no pause but its own; a week-end is such a pause once it was seen.
  const patienceMs = Math.max(
    longestMs * 1.5,
    usualIntervalMs > 12 * hourMs ? usualIntervalMs * 1.25 : usualIntervalMs * 3,
  );
  return quietMs > patienceMs ? { usualIntervalMs, overdueMs: quietMs - usualIntervalMs } : null;
}
