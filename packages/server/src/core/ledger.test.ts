import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clip,
  countOf,
  emptyLedger,
  highestOf,
  holesOf,
  includes,
  knownNumbers,
  type Ledger,
  lowestOf,
  moveTo,
  type NumberRanges,
  numbersOf,
  subtract,
  toRanges,
  unite,
} from './ledger.ts';

const numbers = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 40 });
const sorted = (values: Iterable<number>) => [...new Set(values)].sort((a, b) => a - b);

function expectCanonical(ranges: NumberRanges): void {
  for (const [index, [from, to]] of ranges.entries()) {
    expect(from).toBeLessThanOrEqual(to);
    const before = ranges[index - 1];
    if (before !== undefined) expect(from).toBeGreaterThan(before[1] + 1);
  }
}

describe('number ranges', () => {
  it('hold exactly the numbers they were made of, merged', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const ranges = toRanges(values);
        expectCanonical(ranges);
        expect([...numbersOf(ranges)]).toEqual(sorted(values));
        expect(countOf(ranges)).toBe(new Set(values).size);
      }),
    );
  });

  it('unite, subtract and clip as sets do', () => {
    fc.assert(
      fc.property(numbers, numbers, fc.integer({ min: 1, max: 60 }), (left, right, edge) => {
        const [a, b] = [toRanges(left), toRanges(right)];
        const both = unite(a, b);
        const rest = subtract(a, b);
        for (const ranges of [both, rest, clip(a, edge, 50)]) expectCanonical(ranges);
        expect([...numbersOf(both)]).toEqual(sorted([...left, ...right]));
        expect([...numbersOf(rest)]).toEqual(sorted(left).filter((value) => !right.includes(value)));
        expect([...numbersOf(clip(a, edge, 50))]).toEqual(sorted(left).filter((v) => v >= edge && v <= 50));
        expect(left.every((value) => includes(a, value))).toBe(true);
      }),
    );
  });
});

describe('ledger', () => {
  it('keeps every number in one set only, the one it was moved to last', () => {
    const moves = fc.array(fc.tuple(fc.constantFrom('collected', 'open', 'lost'), numbers), { maxLength: 8 });
    fc.assert(
      fc.property(moves, (steps) => {
        let ledger: Ledger = emptyLedger;
        const truth = new Map<number, string>();
        for (const [set, values] of steps) {
          ledger = moveTo(ledger, set as keyof Ledger, toRanges(values));
          for (const value of values) truth.set(value, set);
        }
        for (const set of ['collected', 'open', 'lost'] as const) {
          expectCanonical(ledger[set]);
          expect([...numbersOf(ledger[set])]).toEqual(sorted([...truth].filter(([, s]) => s === set).map(([n]) => n)));
        }
        expect(countOf(knownNumbers(ledger))).toBe(truth.size);
      }),
    );
  });

  it('names the numbers that are still to be settled', () => {
    const ledger: Ledger = { collected: [[10, 20]], open: [[25, 25]], lost: [[5, 6]] };
    expect(holesOf(ledger, 4, 28)).toEqual([
      [4, 4],
      [7, 9],
      [21, 24],
      [26, 27],
    ]);
    expect(holesOf(ledger, 28, 28)).toEqual([]);
    expect(highestOf(ledger)).toBe(25);
    expect(lowestOf(ledger)).toBe(5);
    expect(highestOf(emptyLedger)).toBe(0);
    expect(lowestOf(emptyLedger)).toBeNull();
  });
});
