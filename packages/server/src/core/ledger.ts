/** Ascending, disjoint, non-adjacent inclusive ranges of build numbers: `[[1, 40], [42, 42]]`. */
export type NumberRanges = readonly (readonly [from: number, to: number])[];

/** The record of which build numbers of a job are collected, open (running or not yet visible) or lost. The three never overlap. */
export interface Ledger {
  readonly collected: NumberRanges;
  readonly open: NumberRanges;
  readonly lost: NumberRanges;
}

export const emptyLedger: Ledger = { collected: [], open: [], lost: [] };

/**
 * Tens of thousands of ledgers are held in memory. Most of their sets are empty, and share one; a list that has grown
 * keeps 17 places for its first range, a copy only those it needs.
 */
function kept(ranges: NumberRanges): NumberRanges {
  return ranges.length === 0 ? emptyLedger.open : ranges.slice();
}

/** Ranges out of numbers or ranges in any order, overlapping or not. */
export function toRanges(parts: Iterable<number | readonly [number, number]>): NumberRanges {
  const sorted = [...parts].map((part) => (typeof part === 'number' ? ([part, part] as const) : part));
  sorted.sort((a, b) => a[0] - b[0]);
  const ranges: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = ranges.at(-1);
    if (from > to) continue;
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else ranges.push([from, to]);
  }
  return kept(ranges);
}

/** The numbers of both. */
export function unite(left: NumberRanges, right: NumberRanges): NumberRanges {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  return toRanges([...left, ...right]);
}

/** The numbers of `ranges` that are not in `taken`. */
export function subtract(ranges: NumberRanges, taken: NumberRanges): NumberRanges {
  const left: (readonly [number, number])[] = [];
  let start = 0;
  for (const [from, to] of ranges) {
    while ((taken[start]?.[1] ?? Number.POSITIVE_INFINITY) < from) start += 1;
    let begin = from;
    for (let index = start; index < taken.length; index += 1) {
      const [takenFrom, takenTo] = taken[index] as readonly [number, number];
      if (takenFrom > to) break;
      if (takenFrom > begin) left.push([begin, takenFrom - 1]);
      begin = Math.max(begin, takenTo + 1);
    }
    if (begin <= to) left.push([begin, to]);
  }
  return kept(left);
}

/** The numbers of `ranges` within `from` to `to`, both inclusive. */
export function clip(ranges: NumberRanges, from: number, to: number): NumberRanges {
  return ranges
    .map(([low, high]) => [Math.max(low, from), Math.min(high, to)] as const)
    .filter(([low, high]) => low <= high);
}

/** How many numbers the ranges hold. */
export function countOf(ranges: NumberRanges): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}

export function includes(ranges: NumberRanges, number: number): boolean {
  return ranges.some(([from, to]) => from <= number && number <= to);
}

/** The single numbers, ascending. */
export function* numbersOf(ranges: NumberRanges): Generator<number> {
  for (const [from, to] of ranges) for (let number = from; number <= to; number += 1) yield number;
}

/** Moves numbers into one of the three sets and out of the other two. */
export function moveTo(ledger: Ledger, set: keyof Ledger, numbers: NumberRanges): Ledger {
  if (numbers.length === 0) return ledger;
  const { collected, open, lost } = ledger;
  const others = {
    collected: subtract(collected, numbers),
    open: subtract(open, numbers),
    lost: subtract(lost, numbers),
  };
  return { ...others, [set]: unite(ledger[set], numbers) };
}

/** Every number the ledger knows of. */
export function knownNumbers({ collected, open, lost }: Ledger): NumberRanges {
  return unite(unite(collected, open), lost);
}

/** Numbers from `low` to `next − 1` that are in none of the three sets: the work that is left. */
export function holesOf(ledger: Ledger, low: number, next: number): NumberRanges {
  return low < next ? subtract([[low, next - 1]], knownNumbers(ledger)) : [];
}

/** The greatest number the ledger knows of; 0 when it is empty. */
export function highestOf({ collected, open, lost }: Ledger): number {
  return Math.max(0, ...[collected, open, lost].map((ranges) => ranges.at(-1)?.[1] ?? 0));
}

/** The smallest number the ledger knows of; null when it is empty. */
export function lowestOf({ collected, open, lost }: Ledger): number | null {
  const lowest = Math.min(...[collected, open, lost].map((ranges) => ranges[0]?.[0] ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(lowest) ? lowest : null;
}
