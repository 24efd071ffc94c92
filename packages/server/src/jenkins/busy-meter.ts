const minuteMs = 60_000;

/** How long requests kept the controller busy within the last minute. */
export interface BusyMeter {
  begin(nowMs: number): () => void;
  /** The earliest moment at which less than `mostMs` of the last minute were busy; infinite while running requests alone exceed it. */
  freeAtMs(nowMs: number, mostMs: number): number;
}

interface Span {
  readonly startedAtMs: number;
  endedAtMs: number | null;
}

export function createBusyMeter(now: () => number): BusyMeter {
  let spans: Span[] = [];
  const lengthMs = (span: Span, atMs: number) => (span.endedAtMs ?? atMs) - span.startedAtMs;
  return {
    begin(nowMs) {
      const span: Span = { startedAtMs: nowMs, endedAtMs: null };
      spans.push(span);
      return () => {
        span.endedAtMs = now();
      };
    },
    freeAtMs(nowMs, mostMs) {
      spans = spans.filter(({ endedAtMs }) => endedAtMs === null || endedAtMs > nowMs - minuteMs);
      let busyMs = spans.reduce((sum, span) => sum + lengthMs(span, nowMs), 0);
      if (busyMs < mostMs) return nowMs;
      const ended = spans.flatMap((span) => (span.endedAtMs === null ? [] : [{ ...span, endedAtMs: span.endedAtMs }]));
      for (const span of ended.toSorted((a, b) => a.endedAtMs - b.endedAtMs)) {
        busyMs -= span.endedAtMs - span.startedAtMs;
        if (busyMs < mostMs) return span.endedAtMs + minuteMs;
      }
      return Number.POSITIVE_INFINITY;
    },
  };
}
