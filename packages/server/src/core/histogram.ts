/** Half-open: `from` ≤ value < `to`; the last one holds its end too. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const steps = [1, 2, 5];

/** A round number of at least `least`: 1, 2 or 5 times a power of ten. */
function roundUp(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return steps.map((step) => step * power).find((width) => width >= least) ?? 10 * power;
}

/**
 * Values (whole numbers from 0) in at most some 24 bins of one round width. What lies beyond the 99th hundredth stretches
 * the last bin, so that one slow value does not squeeze all others into the first.
 */
export function histogramOf(values: readonly number[], most = 24): Bin[] {
  if (values.length === 0) return [];
  const sorted = Float64Array.from(values).sort();
  const first = sorted[0] ?? 0;
  const last = sorted.at(-1) ?? 0;
  const usual = sorted[Math.max(1, Math.ceil(sorted.length * 0.99)) - 1] ?? last;
  const width = roundUp((usual - first + 1) / most);
  const start = Math.floor(first / width) * width;
  const bins = Math.floor((usual - start) / width) + 1;
  const counts = new Array<number>(bins).fill(0);
  for (const value of sorted) {
    const at = Math.min(bins - 1, Math.floor((value - start) / width));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts.map((count, at) => ({
    from: start + at * width,
    to: at === bins - 1 ? Math.max(last, start + (at + 1) * width) : start + (at + 1) * width,
    count,
  }));
}
