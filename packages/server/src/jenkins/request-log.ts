const keptMs = 60_000;

/** When the requests of the last minute started. */
export interface RequestLog {
  add(nowMs: number): void;
  lastMinute(nowMs: number): number;
  /** The earliest moment at which one more start leaves at most `most` starts within any `spanMs` (up to a minute). */
  freeAtMs(most: number, spanMs: number): number;
}

export function createRequestLog(): RequestLog {
  let startsMs: number[] = [];
  return {
    add(nowMs) {
      if ((startsMs[0] ?? nowMs) < nowMs - 2 * keptMs) startsMs = startsMs.filter((at) => at > nowMs - keptMs);
      startsMs.push(nowMs);
    },
    lastMinute: (nowMs) => startsMs.length - startsMs.findLastIndex((at) => at <= nowMs - keptMs) - 1,
    freeAtMs(most, spanMs) {
      const blocking = startsMs[startsMs.length - most];
      return blocking === undefined ? Number.NEGATIVE_INFINITY : blocking + spanMs;
    },
  };
}
