import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RowTable } from './row-table.ts';

it('splits rows by their start, each stretch in the order of the starts, and loses none', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(399), fc.nat(2 ** 31)), { maxLength: 700 }), (given) => {
      const table = new RowTable(2);
      for (const [start, value] of given) {
        const at = table.add();
        table.numbers[at] = start;
        table.numbers[at + 1] = value;
      }
      const found = table.split(100, 4).flatMap((rows, stretch) => {
        const values = rows.column(1);
        return Array.from(rows.starts(), (start, at) => [stretch * 100 + start, values[at]]);
      });
      // Rows of one start stay in the order in which they came.
      expect(found).toEqual(given.toSorted(([a], [b]) => a - b));
    }),
  );
});
