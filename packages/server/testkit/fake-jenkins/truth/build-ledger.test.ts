import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BuildLedger } from './build-ledger.ts';

interface Numbered {
  readonly number: number;
}

const small = fc.integer({ min: 1, max: 40 });
const step = fc.oneof(
  fc.record({ verb: fc.constant('add' as const), number: small }),
  fc.record({ verb: fc.constant('remove' as const), number: small }),
  fc.record({ verb: fc.constant('hide' as const), number: small }),
  fc.record({ verb: fc.constant('show' as const), number: small }),
);

test('says the same as a plain set of numbers, whatever happens to it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const ledger = new BuildLedger<Numbered>();
      const shown = new Set<number>();
      const hidden = new Set<number>();
      for (const { verb, number } of steps) {
        if (verb === 'add') ledger.add({ number });
        else ledger[verb](number);
        if (verb === 'hide' && shown.has(number)) hidden.add(number);
        if (verb === 'add' || (verb === 'show' && hidden.has(number))) shown.add(number);
        if (verb === 'remove' || verb === 'hide') shown.delete(number);
        if (verb !== 'hide') hidden.delete(number);
      }
      const newest = [...shown].sort((a, b) => b - a);
      expect(ledger.newest()).toEqual(newest);
      expect([ledger.first, ledger.last, ledger.size]).toEqual([newest.at(-1), newest[0], newest.length]);
      expect(ledger.newest(3)).toEqual(newest.slice(0, 3));
      for (let number = 0; number <= 41; number++) {
        expect(ledger.peek(number)?.number).toBe(shown.has(number) ? number : undefined);
        expect(ledger.before(number)).toBe(newest.find((other) => other < number));
        expect(ledger.after(number)).toBe(newest.findLast((other) => other > number));
      }
    }),
  );
});

test('builds that a function describes are kept once somebody wants to change them', () => {
  const ledger = new BuildLedger<{ readonly number: number; result: string }>();
  ledger.addMade({ from: 1, to: 3 }, (number) => ({ number, result: 'SUCCESS' }));
  const changed = ledger.get(2);
  if (changed !== undefined) changed.result = 'FAILURE';
  expect(ledger.newest().map((number) => ledger.peek(number)?.result)).toEqual(['SUCCESS', 'FAILURE', 'SUCCESS']);
});
