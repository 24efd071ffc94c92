import type { Window } from '../../core/window.ts';
import type { AgentInterval } from '../../storage/live/read-agents.ts';

/** A state of one agent as far as it was watched. */
export interface AgentSpan extends Window {
  readonly isOnline: boolean;
  /** Lost, not taken offline by a person. */
  readonly isOutage: boolean;
}

/** The spans of one agent, oldest first; what lasts is known until its controller was looked at last. */
export function spansOf(intervals: readonly AgentInterval[], lastLookMs: number): AgentSpan[] {
  return intervals.map(({ sinceMs, state, untilMs }) => ({
    sinceMs,
    untilMs: Math.max(sinceMs, untilMs ?? lastLookMs),
    isOnline: state === 'online',
    isOutage: state === 'offline',
  }));
}

export interface AgentTime {
  readonly watchedMs: number;
  readonly onlineMs: number;
}

/** How long of a window an agent was watched, and online. */
export function timeWithin(spans: readonly AgentSpan[], { sinceMs, untilMs }: Window): AgentTime {
  let watchedMs = 0;
  let onlineMs = 0;
  for (const span of spans) {
    if (span.untilMs <= sinceMs || span.sinceMs >= untilMs) continue;
    const lastedMs = Math.min(untilMs, span.untilMs) - Math.max(sinceMs, span.sinceMs);
    watchedMs += lastedMs;
    if (span.isOnline) onlineMs += lastedMs;
  }
  return { watchedMs, onlineMs };
}

/** Online ÷ watched; null when nobody watched. */
export function onlineShare({ onlineMs, watchedMs }: AgentTime): number | null {
  return watchedMs === 0 ? null : onlineMs / watchedMs;
}

/** Times that an agent was lost within a window; one that is lost at its start counts too. */
export function outagesWithin(spans: readonly AgentSpan[], { sinceMs, untilMs }: Window): number {
  const inside = spans.filter((span) => span.sinceMs < untilMs && span.untilMs > sinceMs);
  // Nobody looked for a while, and it was still lost: the same outage.
  return inside.filter(({ isOutage }, index) => isOutage && inside[index - 1]?.isOutage !== true).length;
}
