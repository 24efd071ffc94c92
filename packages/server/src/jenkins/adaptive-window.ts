/** How a request ended, as far as it says something about the controller's strength. */
export type Ending = 'answered' | 'overloaded' | 'neutral';

export interface Course {
  /** Requests of one kind take similar times and share one learnt median. */
  readonly kind: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly ending: Ending;
}

export interface AdaptiveWindow {
  /** How many requests may be in flight. */
  size(): number;
  note(course: Course): void;
}

const learntAnswers = 100;
const recentAnswers = 20;
const fewestForMedian = 5;
const answersForOneMore = 20;

interface Learnt {
  readonly durationsMs: number[];
  recentMs: number[];
}

function nearestRank(durationsMs: readonly number[], share: number): number {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function remember(learnt: Learnt, durationMs: number): void {
  learnt.durationsMs.push(durationMs);
  if (learnt.durationsMs.length > learntAnswers) learnt.durationsMs.shift();
  learnt.recentMs.push(durationMs);
  if (learnt.recentMs.length > recentAnswers) learnt.recentMs.shift();
}

/** Grows by one after 20 brisk answers, halves when the controller shows strain: additive increase, multiplicative decrease. */
export function createAdaptiveWindow(options: { readonly start: number; readonly most: number }): AdaptiveWindow {
  const kinds = new Map<string, Learnt>();
  let size = Math.max(1, Math.min(options.start, options.most));
  let briskAnswers = 0;
  let shrunkAtMs = Number.NEGATIVE_INFINITY;

  function shrink(course: Course): void {
    // Requests that were under way together fail together: they are one sign of strain, not several.
    if (course.startedAtMs < shrunkAtMs) return;
    size = Math.max(1, Math.floor(size / 2));
    briskAnswers = 0;
    shrunkAtMs = course.endedAtMs;
  }

  function grow(): void {
    briskAnswers += 1;
    if (briskAnswers < answersForOneMore) return;
    briskAnswers = 0;
    size = Math.min(options.most, size + 1);
  }

  function answered(course: Course): void {
    const learnt = kinds.get(course.kind) ?? { durationsMs: [], recentMs: [] };
    kinds.set(course.kind, learnt);
    const durationMs = course.endedAtMs - course.startedAtMs;
    const isKnown = learnt.durationsMs.length >= fewestForMedian;
    const medianMs = nearestRank(learnt.durationsMs, 0.5);
    remember(learnt, durationMs);
    // Times of a few milliseconds are noise of this machine, not strain of the controller.
    const referenceMs = Math.max(medianMs, 10);
    if (learnt.recentMs.length === recentAnswers && nearestRank(learnt.recentMs, 0.95) > 3 * referenceMs) {
      learnt.recentMs = [];
      shrink(course);
    } else if (!isKnown || durationMs <= 1.5 * referenceMs) grow();
  }

  return {
    size: () => size,
    note(course) {
      if (course.ending === 'overloaded') shrink(course);
      else if (course.ending === 'answered') answered(course);
    },
  };
}
