import { hourMs } from '../calendar.ts';

/** A red build that belongs to a fingerprint. */
export interface Occurrence {
  readonly fingerprintId: number;
  readonly atMs: number;
  readonly jobId: number;
  /** What counts as one job: all branches of a project are. */
  readonly root: string;
  readonly connectionId: number;
  readonly durationMs: number;
  /** Index into `failureCategories`; −1 = not classified. */
  readonly category: number;
}

export interface FingerprintBurst {
  readonly fingerprintId: number;
  readonly connectionId: number;
  readonly builds: readonly Occurrence[];
  readonly roots: number;
}

const leastRoots = 3;

/** The run that begins at `from`: three unrelated jobs within an hour, and all that follows within the hour of another; null where fewer begin. */
function burstFrom(all: readonly Occurrence[], from: number): { readonly end: number; readonly roots: number } | null {
  const start = all[from];
  if (start === undefined) return null;
  const roots = new Set<string>();
  let end = from;
  while (end < all.length && (all[end]?.atMs ?? 0) < start.atMs + hourMs) {
    roots.add(all[end]?.root ?? '');
    end += 1;
  }
  if (roots.size < leastRoots) return null;
  // It goes on for as long as there is another one within the hour.
  while (end < all.length && (all[end]?.atMs ?? 0) - (all[end - 1]?.atMs ?? 0) < hourMs) {
    roots.add(all[end]?.root ?? '');
    end += 1;
  }
  return { end, roots: roots.size };
}

/**
 * The same failure in at least three unrelated jobs of a connection within an hour: not the jobs' own fault.
 * Newest first.
 */
export function findBursts(occurrences: readonly Occurrence[]): FingerprintBurst[] {
  const bursts: FingerprintBurst[] = [];
  const groups = Map.groupBy(occurrences, ({ connectionId, fingerprintId }) => connectionId * 2 ** 32 + fingerprintId);
  for (const some of groups.values()) {
    const all = [...some].sort((a, b) => a.atMs - b.atMs);
    for (let at = 0; at < all.length; ) {
      const burst = burstFrom(all, at);
      const [first] = all;
      if (burst === null || first === undefined) {
        at += 1;
        continue;
      }
      const { connectionId, fingerprintId } = first;
      bursts.push({ fingerprintId, connectionId, builds: all.slice(at, burst.end), roots: burst.roots });
      at = burst.end;
    }
  }
  return bursts.sort((a, b) => (b.builds[0]?.atMs ?? 0) - (a.builds[0]?.atMs ?? 0));
}
