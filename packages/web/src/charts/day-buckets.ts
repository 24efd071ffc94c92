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

/** Some days that share a column, oldest first. */
export interface DaySpan<Day> {
  readonly firstDay: string;
  readonly lastDay: string;
  readonly days: readonly Day[];
}

/** Days as columns; more than a hundred of them are put together by seven, counted back from the newest. */
export function daySpans<Day extends { readonly key: string }>(days: readonly Day[]): DaySpan<Day>[] {
  const size = days.length > mostColumns ? daysOfWeek : 1;
  const spans: DaySpan<Day>[] = [];
  for (let end = days.length; end > 0; end -= size) {
    const part = days.slice(Math.max(0, end - size), end);
    const [first] = part;
    if (first === undefined) break;
    spans.unshift({ firstDay: first.key, lastDay: part.at(-1)?.key ?? first.key, days: part });
  }
  return spans;
}

/** The builds of days as columns. */
export function dayBuckets(days: readonly DayGroup[]): Bucket[] {
  return daySpans(days).flatMap(({ firstDay, lastDay, days: [first, ...rest] }) =>
    first === undefined
      ? []
      : [
          {
            firstDay,
            lastDay,
            builds: rest.reduce((sum, day) => sum + day.builds, first.builds),
            byResult: rest.reduce((sum, day) => plus(sum, day.byResult), first.byResult),
          },
        ],
  );
}

/** The days of a column in words: `Tue 24 Nov`, `Wed 18 Nov to Tue 24 Nov`. */
export function bucketTitle({ firstDay, lastDay }: Pick<Bucket, 'firstDay' | 'lastDay'>): string {
  return firstDay === lastDay ? formatLongDay(firstDay) : `${formatLongDay(firstDay)} to ${formatLongDay(lastDay)}`;
}
