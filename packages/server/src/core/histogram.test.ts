import fc from 'fast-check';
import { expect, it } from 'vitest';
import { histogramOf } from './histogram.ts';

it('holds every value once, in bins that follow each other', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000_000), { minLength: 1, maxLength: 300 }), (values) => {
      const bins = histogramOf(values);
      expect(bins.length).toBeLessThanOrEqual(26);
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
      for (const [at, { count, from, to }] of bins.entries()) {
        const isLast = at === bins.length - 1;
        if (!isLast) expect(bins[at + 1]?.from).toBe(to);
        expect(values.filter((value) => value >= from && (value < to || (isLast && value <= to))).length).toBe(count);
      }
    }),
  );
});

it('is not squeezed by one slow value', () => {
  const bins = histogramOf([...Array.from({ length: 199 }, (_, at) => 1_000 + at), 9_000_000]);
  expect(bins.length).toBeGreaterThan(10);
  expect(bins.at(-1)?.to).toBe(9_000_000);
});
