import { expect, it } from 'vitest';
import { AbsentNumbers } from './absent-numbers.ts';

const second = 1_000;
const minute = 60_000;

/** When a number is asked for again while it stays absent, and when it is lost (ms after it was first asked for). */
function courseOf(isFresh: boolean): { tries: number[]; lostAt: number | null } {
  const absent = new AbsentNumbers();
  absent.note(1, { ranges: [[5, 5]], isFresh }, 0);
  const tries: number[] = [];
  for (let nowMs = 0; nowMs <= 30 * minute; nowMs += second) {
    if (absent.due(nowMs).size === 0) continue;
    tries.push(nowMs);
    const lost = absent.tried(1, { asked: [[5, 5]], found: [] }, nowMs);
    if (lost.length > 0) return { tries, lostAt: nowMs };
  }
  return { tries, lostAt: null };
}

it('asks soon for numbers that may only not be visible yet, and loses them after ten minutes', () => {
  expect(courseOf(true)).toEqual({
    tries: [2 * second, 5 * second, 15 * second, minute, 5 * minute, 10 * minute],
    lostAt: 10 * minute,
  });
});

it('asks three times in all for numbers that are long gone', () => {
  expect(courseOf(false)).toEqual({ tries: [5 * minute, 10 * minute], lostAt: 10 * minute });
});

it('needs three tries even when they come late', () => {
  const absent = new AbsentNumbers();
  absent.note(1, { ranges: [[5, 5]], isFresh: false }, 0);
  expect(absent.tried(1, { asked: [[5, 5]], found: [] }, 20 * minute)).toEqual([]);
  expect(absent.tried(1, { asked: [[5, 5]], found: [] }, 21 * minute)).toEqual([[5, 5]]);
});

it('forgets what comes to light, and keeps the rest of its span', () => {
  const absent = new AbsentNumbers();
  absent.note(1, { ranges: [[1, 10]], isFresh: false }, 0);
  absent.found(1, [[4, 5]]);
  expect(absent.of(1)).toEqual([
    [1, 3],
    [6, 10],
  ]);
  absent.tried(
    1,
    {
      asked: [
        [1, 3],
        [6, 10],
      ],
      found: [[1, 3]],
    },
    5 * minute,
  );
  expect(absent.of(1)).toEqual([[6, 10]]);
  absent.found(1, [[6, 10]]);
  expect(absent.nextDueMs(0)).toBeNull();
});

it('does not count looks that say nothing', () => {
  const absent = new AbsentNumbers();
  absent.note(1, { ranges: [[5, 5]], isFresh: false }, 0);
  for (let nowMs = 5 * minute; nowMs < 60 * minute; nowMs += minute) absent.postpone(1, nowMs);
  expect(absent.tried(1, { asked: [[5, 5]], found: [] }, 61 * minute)).toEqual([]);
});

it('knows for a minute that something may be about to show', () => {
  const absent = new AbsentNumbers();
  absent.note(1, { ranges: [[5, 5]], isFresh: true }, 0);
  absent.note(2, { ranges: [[5, 5]], isFresh: false }, 0);
  expect([absent.hasFresh(0), absent.hasFresh(59 * second), absent.hasFresh(minute)]).toEqual([true, true, false]);
});
