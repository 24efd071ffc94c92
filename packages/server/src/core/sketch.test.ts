import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exactPercentile, Sketch } from './sketch.ts';

const durations = fc.array(fc.integer({ min: 0, max: 31_536_000_000 }), { minLength: 1, maxLength: 200 });
const shares = [0.5, 0.9, 0.95, 0.99, 1];

function sketchOf(values: readonly number[]): Sketch {
  const sketch = new Sketch();
  for (const value of values) sketch.add(value);
  return sketch;
}

it('is within 1 % of the exact nearest rank', () => {
  fc.assert(
    fc.property(durations, (values) => {
      const sketch = sketchOf(values);
      for (const share of shares) {
        const exact = exactPercentile(Float64Array.from(values), share) ?? 0;
        expect(Math.abs((sketch.percentile(share) ?? -1) - exact)).toBeLessThanOrEqual(exact * 0.01 + 1);
      }
    }),
  );
});

it('says the same of a whole as of its parts put together, encoded or not', () => {
  fc.assert(
    fc.property(durations, durations, (left, right) => {
      const whole = sketchOf([...left, ...right]);
      const merged = sketchOf(left);
      merged.merge(sketchOf(right));
      const decoded = new Sketch();
      for (const part of [left, right]) decoded.addEncoded(sketchOf(part).encode());
      for (const sketch of [merged, decoded]) expect(sketch.encode()).toEqual(whole.encode());
    }),
  );
});

it('survives bytes it did not write', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void new Sketch().addEncoded(bytes)));
});

it('knows nothing of nothing', () => {
  expect(new Sketch().percentile(0.5)).toBeNull();
});
