import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planLeases, type StoredLease } from './plan-leases.ts';

const ids = [1, 2, 3, 4, 5, 6, 7];
const names = ['a', 'b', 'c', 'dead', ''];

const anySituation = fc.record({
  wanted: fc.subarray(ids),
  alive: fc.subarray(['a', 'b', 'c'], { minLength: 1 }).map((holders) => new Set(holders)),
  leases: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...names)), { selector: ([id]) => id })
    .map((pairs) =>
      pairs.map(([connectionId, holder]): StoredLease => ({ connectionId, holder, token: connectionId * 10 })),
    ),
});

/** What the leases are once a plan was carried out. */
function carryOut(leases: readonly StoredLease[], self: string, plan: ReturnType<typeof planLeases>): StoredLease[] {
  const after = new Map(leases.map((lease) => [lease.connectionId, lease]));
  for (const { before, connectionId } of plan.take) {
    expect(before).toEqual(after.get(connectionId) ?? null);
    after.set(connectionId, { connectionId, holder: self, token: (before?.token ?? 0) + 1 });
  }
  for (const connectionId of plan.surplus) {
    const lease = after.get(connectionId) as StoredLease;
    expect(lease.holder).toBe(self);
    after.set(connectionId, { ...lease, holder: '', token: lease.token + 1 });
  }
  return [...after.values()];
}

test('nothing is taken from a process that lives', () => {
  fc.assert(
    fc.property(anySituation, ({ alive, leases, wanted }) => {
      const [self = 'a'] = alive;
      for (const { before, connectionId } of planLeases({ self, wanted, leases, alive }).take) {
        expect(wanted).toContain(connectionId);
        expect(before === null || (before.holder !== self && !alive.has(before.holder))).toBe(true);
      }
    }),
  );
});

test('whatever the leases were, two rounds later everything is held by the living, in equal shares, and stays so', () => {
  fc.assert(
    fc.property(anySituation, ({ alive, leases, wanted }) => {
      let now: readonly StoredLease[] = leases;
      // One lets go in a round what another one takes in the next.
      for (let round = 0; round < 2; round += 1) {
        for (const self of alive) now = carryOut(now, self, planLeases({ self, wanted, leases: now, alive }));
      }
      const holders = wanted.map((id) => now.find((lease) => lease.connectionId === id)?.holder ?? '');
      expect(holders.every((holder) => alive.has(holder))).toBe(true);
      const share = Math.ceil(wanted.length / alive.size);
      for (const self of alive) {
        expect(holders.filter((holder) => holder === self).length).toBeLessThanOrEqual(share);
        expect(planLeases({ self, wanted, leases: now, alive })).toEqual({ take: [], surplus: [] });
      }
    }),
  );
});

test('a process that is not listed yet counts itself', () => {
  const plan = planLeases({ self: 'new', wanted: [1, 2, 3, 4], leases: [], alive: new Set(['old']) });
  expect(plan.take.map(({ connectionId }) => connectionId)).toEqual([1, 2]);
});
