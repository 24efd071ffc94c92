import { useMemo } from 'react';
import { formatDuration } from '../lib/format-duration.ts';
import { formatCount } from '../lib/format-number.ts';
import { formatDay, formatLongDay } from '../lib/format-time.ts';
import { daysRange } from '../lib/range.ts';
import type { Filters } from '../lib/url-state.ts';
import type { Column } from './column.ts';
import type { DayGroup } from './day-buckets.ts';
import { DurationLines } from './duration-lines.tsx';

interface DurationByDayProps {
  readonly days: readonly DayGroup[];
  /** The filters of the page; a day leads to its builds under them, slowest first. */
  readonly filters: Filters;
  readonly height: number;
}

function toColumn(day: DayGroup, filters: Filters): Column {
  const slowestFirst = { sort: 'duration', order: 'desc' };
  return {
    key: day.key,
    title: formatLongDay(day.key),
    rows: [
      { label: '95th percentile', tone: 'second', value: formatDuration(day.duration.p95) },
      { label: 'Median', tone: 'line', value: formatDuration(day.duration.p50) },
      { label: 'Builds', value: formatCount(day.builds) },
    ],
    target: { to: '/builds', search: { ...filters, ...slowestFirst, range: daysRange(day.key, day.key) } },
  };
}

/** Median and 95th percentile of the duration per day as two lines. */
export function DurationByDay({ days, filters, height }: DurationByDayProps) {
  const columns = useMemo(() => days.map((day) => toColumn(day, filters)), [days, filters]);
  return (
    <DurationLines
      name="Duration per day"
      height={height}
      columns={columns}
      main={days.map(({ duration }) => duration.p50)}
      upper={days.map(({ duration }) => duration.p95)}
      placeLabel={(index) => formatDay(days[index]?.key ?? '')}
    />
  );
}
