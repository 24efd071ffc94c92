import type { Metrics } from '@buildbutler/contract';

/** A period with fewer builds than one in this many of the present one was hardly collected. */
const leastShare = 20;

/** Leaves the period before out where there is too little of it to compare with, such as soon after the first import. */
export function comparableMetrics({ previous, ...metrics }: Metrics): Metrics {
  const isComparable = previous !== undefined && previous.builds * leastShare >= metrics.data.builds;
  return isComparable ? { ...metrics, previous } : metrics;
}
