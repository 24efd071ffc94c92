import type { BuildSummary } from '@buildbutler/contract';
import { formatSpan } from './format-duration.ts';

export interface RunProgress {
  readonly elapsedMs: number;
  /** 0 to 1 of the estimate; null when there is none. Never quite full: only its end ends a build. */
  readonly share: number | null;
  readonly isOverdue: boolean;
  /** What is left, or how much longer than usual it takes, in a few words. */
  readonly words: string;
}

/** How far a running build is, measured against its controller's estimate. */
export function runProgress(build: Pick<BuildSummary, 'timestamp' | 'estimatedDuration'>, nowMs: number): RunProgress {
  const elapsedMs = Math.max(0, nowMs - Date.parse(build.timestamp));
  const estimate = build.estimatedDuration;
  if (estimate === null || estimate <= 0) return { elapsedMs, share: null, isOverdue: false, words: 'no estimate' };
  const left = estimate - elapsedMs;
  // A build that is a little late is not news: estimates are averages.
  const isOverdue = left < -Math.max(10_000, estimate * 0.1);
  const words = isOverdue ? `${formatSpan(-left)} over` : left > 5_000 ? `${formatSpan(left)} left` : 'finishing';
  return { elapsedMs, share: Math.min(0.99, elapsedMs / estimate), isOverdue, words };
}
