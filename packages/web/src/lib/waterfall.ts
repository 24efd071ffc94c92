import type { Stage } from '@buildbutler/contract';

/** A stage as a bar: shares of the time that all stages took together. */
export interface WaterfallRow {
  readonly stage: Stage;
  /** 0 at the top. */
  readonly depth: number;
  /** Null when it never started. */
  readonly bar: { readonly start: number; readonly width: number } | null;
  /** So far, for one that runs. */
  readonly durationMs: number | null;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function spanOf({ startedAt, duration, status }: Stage, nowMs: number): Span | null {
  if (startedAt === null) return null;
  const from = Date.parse(startedAt);
  const isOpen = status === 'running' || status === 'paused';
  return { from, to: from + (duration ?? (isOpen ? Math.max(0, nowMs - from) : 0)) };
}

/** The stages of a build against the time they took, each below the one it belongs to. */
export function waterfall(stages: readonly Stage[], nowMs: number): WaterfallRow[] {
  const spans = stages.map((stage) => spanOf(stage, nowMs));
  const known = spans.filter((span) => span !== null);
  const from = Math.min(...known.map((span) => span.from));
  const length = Math.max(1, Math.max(...known.map((span) => span.to)) - from);
  const depths = new Map<string, number>();
  return stages.map((stage, index) => {
    const depth = stage.parentId === null ? 0 : (depths.get(stage.parentId) ?? -1) + 1;
    depths.set(stage.id, depth);
    const span = spans[index] ?? null;
    const bar = span === null ? null : { start: (span.from - from) / length, width: (span.to - span.from) / length };
    return { stage, depth, bar, durationMs: span === null ? null : span.to - span.from };
  });
}
