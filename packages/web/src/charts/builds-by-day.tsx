import { type Result, results } from '@buildbutler/contract';
import { useMemo } from 'react';
import { formatCount, formatRate } from '../lib/format-number.ts';
import { formatDay } from '../lib/format-time.ts';
import { daysRange } from '../lib/range.ts';
import { resultWord } from '../lib/result.ts';
import type { Filters } from '../lib/url-state.ts';
import classes from './builds-by-day.module.css';
import type { Column, Plot } from './column.ts';
import { ColumnChart } from './column-chart.tsx';
import { type Bucket, bucketTitle, type DayGroup, dayBuckets } from './day-buckets.ts';
import { countScale } from './scale.ts';

/** Red stands on the floor, where its height can be compared from day to day. */
const fromFloor: readonly Result[] = ['FAILURE', 'UNSTABLE', 'SUCCESS', 'ABORTED', 'NOT_BUILT'];
const widestBarPx = 40;

interface BuildsByDayProps {
  readonly days: readonly DayGroup[];
  /** The filters of the page; a column leads to its builds under them. */
  readonly filters: Filters;
  readonly height: number;
}

function toColumn(bucket: Bucket, filters: Filters): Column {
  const { SUCCESS, UNSTABLE, FAILURE } = bucket.byResult;
  const decided = SUCCESS + UNSTABLE + FAILURE;
  const counted = results.filter((result) => bucket.byResult[result] > 0);
  return {
    key: bucket.firstDay,
    title: bucketTitle(bucket),
    rows: [
      ...counted.map((result) => {
        const { label, tone } = resultWord(result);
        return { label, tone, value: formatCount(bucket.byResult[result]) };
      }),
      { label: 'Builds', value: formatCount(bucket.builds) },
      { label: 'Success rate', value: formatRate(decided === 0 ? null : SUCCESS / decided) },
    ],
    target: { to: '/builds', search: { ...filters, range: daysRange(bucket.firstDay, bucket.lastDay) } },
  };
}

/** Builds per day as bars stacked by result. */
export function BuildsByDay({ days, filters, height }: BuildsByDayProps) {
  const buckets = useMemo(() => dayBuckets(days), [days]);
  const columns = useMemo(() => buckets.map((bucket) => toColumn(bucket, filters)), [buckets, filters]);
  const axis = { ...countScale(Math.max(0, ...buckets.map(({ builds }) => builds))), format: formatCount };
  return (
    <ColumnChart
      name="Builds per day by result"
      height={height}
      columns={columns}
      axes={[axis]}
      placeLabel={(index) => formatDay(buckets[index]?.firstDay ?? '')}
    >
      {(plot) => buckets.map((bucket, index) => <Stack key={bucket.firstDay} {...{ bucket, index, plot }} />)}
    </ColumnChart>
  );
}

function Stack({ bucket, index, plot }: { bucket: Bucket; index: number; plot: Plot }) {
  const gap = plot.band > 6 ? Math.max(2, plot.band * 0.22) : plot.band > 3 ? 1 : 0;
  const width = Math.min(widestBarPx, plot.band - gap);
  const [lane] = plot.lanes;
  let below = 0;
  return fromFloor.map((result) => {
    const count = bucket.byResult[result];
    const bottom = lane.y(below);
    below += count;
    if (count === 0) return null;
    // A single failed build among hundreds must not vanish.
    const height = Math.max(1.5, bottom - lane.y(below));
    return (
      <rect
        key={result}
        x={plot.x(index) - width / 2}
        y={bottom - height}
        width={width}
        height={height}
        className={classes.part}
        data-tone={resultWord(result).tone}
      />
    );
  });
}
