import { clip, countOf, type NumberRanges, subtract, unite } from '../core/ledger.ts';

/** Numbers of one job that the controller did not have when asked. */
interface AbsentGroup {
  readonly sinceMs: number;
  /** True for numbers that were allotted moments ago: their records may only not be visible yet. */
  readonly isFresh: boolean;
  ranges: NumberRanges;
  tries: number;
  nextTryAtMs: number;
}

const second = 1_000;
const minute = 60_000;
const freshDelaysMs = [2 * second, 5 * second, 15 * second, minute, 5 * minute, 10 * minute] as const;
const oldDelaysMs = [5 * minute, 10 * minute] as const;
const leastTries = 3;
const leastAgeMs = 10 * minute;
const notYetMs = minute;

function nextTryMs({ sinceMs, isFresh }: Pick<AbsentGroup, 'sinceMs' | 'isFresh'>, nowMs: number): number {
  const delays: readonly number[] = isFresh ? freshDelaysMs : oldDelaysMs;
  const next = delays.find((delayMs) => sinceMs + delayMs > nowMs);
  return next === undefined ? nowMs + minute : sinceMs + next;
}

/** Numbers that were asked for in vain, until they come to light or are lost: three tries over at least ten minutes. */
export class AbsentNumbers {
  readonly #groups = new Map<number, AbsentGroup[]>();

  note(jobId: number, absent: { readonly ranges: NumberRanges; readonly isFresh: boolean }, nowMs: number): void {
    if (absent.ranges.length === 0) return;
    const group = { ...absent, sinceMs: nowMs, tries: 1 };
    const groups = this.#groups.get(jobId) ?? [];
    groups.push({ ...group, nextTryAtMs: nextTryMs(group, nowMs) });
    this.#groups.set(jobId, groups);
  }

  /** What is looked for of a job, whether due or not. */
  of(jobId: number): NumberRanges {
    return (this.#groups.get(jobId) ?? []).reduce<NumberRanges>((all, { ranges }) => unite(all, ranges), []);
  }

  nextDueMs(afterMs: number): number | null {
    let dueMs: number | null = null;
    for (const groups of this.#groups.values())
      for (const { nextTryAtMs } of groups)
        if (nextTryAtMs > afterMs && (dueMs === null || nextTryAtMs < dueMs)) dueMs = nextTryAtMs;
    return dueMs;
  }

  /** Numbers to ask for again now, by job. */
  due(nowMs: number): Map<number, NumberRanges> {
    const byJob = new Map<number, NumberRanges>();
    for (const [jobId, groups] of this.#groups) {
      const ranges = groups
        .filter(({ nextTryAtMs }) => nextTryAtMs <= nowMs)
        .reduce<NumberRanges>((all, group) => unite(all, group.ranges), []);
      if (ranges.length > 0) byJob.set(jobId, ranges);
    }
    return byJob;
  }

  /**
   * After another try of what was due: `found` came to light, the rest was absent once more. Returns what counts as lost
   * from now on.
   */
  tried(
    jobId: number,
    { asked, found }: { readonly asked: NumberRanges; readonly found: NumberRanges },
    nowMs: number,
  ): NumberRanges {
    let lost: NumberRanges = [];
    const groups = this.#groups.get(jobId) ?? [];
    for (const group of groups) {
      group.ranges = subtract(group.ranges, found);
      if (group.nextTryAtMs > nowMs || countOf(intersect(group.ranges, asked)) === 0) continue;
      group.tries += 1;
      group.nextTryAtMs = nextTryMs(group, nowMs);
      if (group.tries < leastTries || nowMs - group.sinceMs < leastAgeMs) continue;
      lost = unite(lost, group.ranges);
      group.ranges = [];
    }
    this.#keep(jobId, groups);
    return lost;
  }

  /** A look that says nothing: again in a minute, and it does not count as a try. */
  postpone(jobId: number, nowMs: number): void {
    for (const group of this.#groups.get(jobId) ?? [])
      if (group.nextTryAtMs <= nowMs) group.nextTryAtMs = nowMs + minute;
  }

  /** Numbers that turned up by themselves, in a list or on an executor. */
  found(jobId: number, ranges: NumberRanges): void {
    const groups = this.#groups.get(jobId);
    if (groups === undefined || ranges.length === 0) return;
    for (const group of groups) group.ranges = subtract(group.ranges, ranges);
    this.#keep(jobId, groups);
  }

  forget(jobId: number): void {
    this.#groups.delete(jobId);
  }

  /** True while a number may still be about to become visible. */
  hasFresh(nowMs: number): boolean {
    for (const groups of this.#groups.values())
      if (groups.some(({ isFresh, sinceMs }) => isFresh && nowMs - sinceMs < notYetMs)) return true;
    return false;
  }

  #keep(jobId: number, groups: readonly AbsentGroup[]): void {
    const left = groups.filter(({ ranges }) => ranges.length > 0);
    if (left.length === 0) this.#groups.delete(jobId);
    else this.#groups.set(jobId, left);
  }
}

/** Above the newest build that shows, a record may only not be visible yet; below it is missing. */
export function noteAbsent(
  absentNumbers: AbsentNumbers,
  {
    jobId,
    ranges,
    highestSeen,
  }: { readonly jobId: number; readonly ranges: NumberRanges; readonly highestSeen: number },
  nowMs: number,
): void {
  absentNumbers.note(jobId, { ranges: clip(ranges, highestSeen + 1, Number.MAX_SAFE_INTEGER), isFresh: true }, nowMs);
  absentNumbers.note(jobId, { ranges: clip(ranges, 1, highestSeen), isFresh: false }, nowMs);
}

function intersect(left: NumberRanges, right: NumberRanges): NumberRanges {
  return right.flatMap(([from, to]) => clip(left, from, to));
}
