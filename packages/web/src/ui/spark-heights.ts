import type { HistoryBar } from '@buildbutler/contract';

const lowest = 0.12;

/**
 * Heights (0 to 1) of bars for builds by their duration. The scale ends at one and a half times the 90th percentile,
 * so that a single build that hung does not press all others flat; what is unknown (running, not built) stands low.
 */
export function barHeights(builds: readonly Pick<HistoryBar, 'duration'>[]): number[] {
  const known = builds.flatMap(({ duration }) => (duration === null ? [] : [duration])).sort((a, b) => a - b);
  const high = known[Math.max(0, Math.ceil(known.length * 0.9) - 1)] ?? 0;
  const top = Math.min(known.at(-1) ?? 0, high * 1.5);
  return builds.map(({ duration }) =>
    duration === null || top <= 0 ? lowest : Math.max(lowest, Math.min(1, duration / top)),
  );
}
