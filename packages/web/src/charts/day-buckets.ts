import type { Metrics } from '@buildbutler/contract';
import { formatLongDay } from '../lib/format-time.ts';

export type DayGroup = Metrics['groups'][number];
type Counts = DayGroup['byResult'];

/** One column of a chart of builds: a day, or several where days would be hairs. */
export interface Bucket {
  readonly firstDay: string;
  readonly lastDay: string;
  readonly builds: number;
  readonly byResult: Counts;
}

const mostColumns = 100;
const daysOfWeek = 7;

const plus = (a: Counts, b: Counts): Counts => ({
  SUCCESS: a.SUCCESS + b.SUCCESS,
  UNSTABLE: a.UNSTABLE + b.UNSTABLE,
  FAILURE: a.FAILURE + b.FAILURE,
  ABORTED: a.ABORTED + b.ABORTED,
  NOT_BUILT: a.NOT_BUILT + b.NOT_BUILT,
});

/** Days as columns; more than a hundred of them are put together by seven, counted back from the newest. */
export function dayBuckets(days: readonly DayGroup[]): Bucket[] {
  const size = days.length > mostColumns ? daysOfWeek : 1;
  const buckets: Bucket[] = [];
  for (let end = days.length; end > 0; end -= size) {
    const part = days.slice(Math.max(0, end - size), end);
    const [first, ...rest] = part;
    if (first === undefined) break;
    buckets.unshift({
      firstDay: first.key,
      lastDay: part.at(-1)?.key ?? first.key,
      builds: part.reduce((sum, day) => sum + day.builds, 0),
      byResult: rest.reduce((sum, day) => plus(sum, day.byResult), first.byResult),
    });
  }
  return buckets;
}

/** The days of a column in words: `Tue 24 Nov`, `Wed 18 Nov to Tue 24 Nov`. */
export function bucketTitle({ firstDay, lastDay }: Pick<Bucket, 'firstDay' | 'lastDay'>): string {
  return firstDay === lastDay ? formatLongDay(firstDay) : `${formatLongDay(firstDay)} to ${formatLongDay(lastDay)}`;
}
