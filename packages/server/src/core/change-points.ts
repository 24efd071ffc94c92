/** Where a series has changed its level for good. */
export interface ChangePoint {
  /** Position of the first value of the new level. */
  readonly at: number;
  /** Median from the change before (or the beginning) up to this one. */
  readonly before: number;
  /** Median from this one up to the next (or the end). */
  readonly after: number;
}

/** A level holds for at least so many values: a few odd builds are no change. */
const shortestRun = 8;
/** Smaller changes are not worth a word: 10 % and one second. */
const leastRatio = 1.1;
const leastShiftMs = 1_000;
/** Standard deviations by which ranks must differ: the best of hundreds of places is looked for, so chance reaches 3. */
const leastScore = 4;
/** By how many times its own usual deviation a level must have moved. */
const leastSeparation = 1.5;

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** The median distance from the median, scaled to a standard deviation of a normal distribution. */
function deviation(values: Float64Array, center: number): number {
  return median(values.map((value) => Math.abs(value - center))) * 1.4826;
}

/** Ranks from 1; equal values share theirs. */
function ranksOf(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to += 1;
    for (let at = from; at < to; at += 1) ranks[order[at] ?? 0] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

/** The place that divides the values best by rank (Mann–Whitney), and by how many standard deviations. */
function bestSplit(values: Float64Array): { readonly at: number; readonly score: number } {
  const ranks = ranksOf(values);
  const count = values.length;
  let best = { at: 0, score: 0 };
  let sum = 0;
  for (let at = 1; at <= count - shortestRun; at += 1) {
    sum += ranks[at - 1] ?? 0;
    if (at < shortestRun) continue;
    const expected = (at * (count + 1)) / 2;
    const spread = Math.sqrt((at * (count - at) * (count + 1)) / 12);
    const score = Math.abs(sum - expected) / spread;
    if (score > best.score) best = { at, score };
  }
  return best;
}

/** A level that does not last until the end hardly moves the ranks of a long series: it is looked for in parts as well. */
const partLengths = [32, 64, 128];

/** The best place of a whole series or, where there is none, of one of its parts; null when no place is good enough. */
function placeIn(values: Float64Array): number | null {
  const whole = bestSplit(values);
  if (whole.score >= leastScore) return whole.at;
  let best = { at: 0, score: 0 };
  for (const length of partLengths.filter((some) => some < values.length)) {
    for (let from = 0; from + length <= values.length; from += length / 4) {
      const { at, score } = bestSplit(values.subarray(from, from + length));
      if (score > best.score) best = { at: from + at, score };
    }
  }
  return best.score >= leastScore && best.at >= shortestRun && values.length - best.at >= shortestRun ? best.at : null;
}

function isShift(left: Float64Array, right: Float64Array): boolean {
  const before = median(left);
  const after = median(right);
  const shift = Math.abs(after - before);
  const low = Math.min(before, after);
  if (shift < leastShiftMs || Math.max(before, after) < low * leastRatio) return false;
  const usual = Math.max(deviation(left, before), deviation(right, after));
  return shift >= usual * leastSeparation;
}

function search(values: Float64Array): number[] {
  const found: number[] = [];
  const open: (readonly [from: number, to: number])[] = [[0, values.length]];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [from, to] = part;
    const place = to - from < 2 * shortestRun ? null : placeIn(values.subarray(from, to));
    if (place === null) continue;
    found.push(from + place);
    open.push([from, from + place], [from + place, to]);
  }
  return found;
}

/** Takes out the places beside which levels do not differ after all, the least different first. */
function keepShifts(values: Float64Array, places: readonly number[]): number[] {
  const kept = [...places].sort((a, b) => a - b);
  const level = (index: number) =>
    values.subarray(index < 0 ? 0 : (kept[index] ?? 0), kept[index + 1] ?? values.length);
  for (;;) {
    let weakest = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let index = 0; index < kept.length; index += 1) {
      const left = level(index - 1);
      const right = level(index);
      if (isShift(left, right)) continue;
      const shift = Math.abs(median(left) - median(right));
      if (shift < least) {
        least = shift;
        weakest = index;
      }
    }
    if (weakest < 0) return kept;
    kept.splice(weakest, 1);
  }
}

/**
 * Where durations (milliseconds, in the order of the builds) went up or down for good, oldest first. Rests on ranks and
 * medians, so that single slow builds move nothing; a level must hold for 8 builds, differ by 10 % and a second, and by
 * more than durations usually scatter.
 */
export function changePoints(durations: readonly number[]): ChangePoint[] {
  const values = Float64Array.from(durations);
  const kept = keepShifts(values, search(values));
  return kept.map((at, index) => ({
    at,
    before: Math.round(median(values.subarray(kept[index - 1] ?? 0, at))),
    after: Math.round(median(values.subarray(at, kept[index + 1] ?? values.length))),
  }));
}
