import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildsOfFingerprint, fingerprintOf, newestNumber, newestStartMs } from './fingerprint.ts';

const build = fc.record({
  number: fc.integer({ min: 1, max: 2 ** 27 }),
  startedAtMs: fc.integer({ min: 1, max: 8e12 }),
  queueId: fc.option(fc.integer({ min: 1, max: 1e9 })),
});

it('gives back the three newest builds, newest first, whatever order they came in', () => {
  fc.assert(
    fc.property(fc.uniqueArray(build, { selector: ({ number }) => number, maxLength: 8 }), (builds) => {
      const newest = builds.toSorted((a, b) => b.number - a.number).slice(0, 3);
      const fingerprint = fingerprintOf(builds);
      expect(buildsOfFingerprint(fingerprint)).toEqual(newest);
      expect(newestNumber(fingerprint)).toBe(newest[0]?.number ?? null);
      expect(newestStartMs(fingerprint)).toBe(newest[0]?.startedAtMs ?? 0);
    }),
  );
});
