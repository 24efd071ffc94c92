/** A budget of record loads per second. Whoever spends goes into debt, and the next one waits until it is paid: nothing is saved up for bursts. */
export interface LoadBudget {
  /** The earliest moment at which somebody may spend again. */
  freeAtMs(nowMs: number, perSecond: number): number;
  spend(loads: number, nowMs: number): void;
}

export function createLoadBudget(): LoadBudget {
  let debt = 0;
  let seenAtMs = Number.NEGATIVE_INFINITY;
  return {
    freeAtMs(nowMs, perSecond) {
      if (perSecond === Number.POSITIVE_INFINITY) return nowMs;
      debt = Math.max(0, debt - (Math.max(0, nowMs - seenAtMs) * perSecond) / 1_000);
      seenAtMs = nowMs;
      return nowMs + (debt * 1_000) / perSecond;
    },
    spend(loads, nowMs) {
      seenAtMs = nowMs;
      debt += loads;
    },
  };
}
