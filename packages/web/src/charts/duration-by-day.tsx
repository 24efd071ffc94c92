import { useMemo } from 'react';
import { formatDuration } from '../lib/format-duration.ts';
import { formatCount } from '../lib/format-number.ts';
import { formatDay, formatLongDay } from '../lib/format-time.ts';
import { daysRange } from '../lib/range.ts';
import type { Filters } from '../lib/url-state.ts';
import type { Column, Lane, Plot } from './column.ts';
import { ColumnChart } from './column-chart.tsx';
import type { DayGroup } from './day-buckets.ts';
import classes from './duration-by-day.module.css';
import { areaPath, isSparse, knownPoints, linePath } from './line-path.ts';
import { durationScale, formatStep } from './scale.ts';

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

/** Where one line would press the other to the floor, each gets a plot and an axis of its own. */
const mostApart = 4;

function axisUpTo(values: readonly (number | null)[], most: number) {
  return { ...durationScale(Math.max(0, ...values.map((value) => value ?? 0)), most), format: formatStep };
}

/** The usual one of some values: a single odd day does not move it. */
function middleOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known[Math.floor(known.length / 2)] ?? 0;
}

/** Median and 95th percentile of the duration per day as two lines. */
export function DurationByDay({ days, filters, height }: DurationByDayProps) {
  const columns = useMemo(() => days.map((day) => toColumn(day, filters)), [days, filters]);
  const p50 = days.map(({ duration }) => duration.p50);
  const p95 = days.map(({ duration }) => duration.p95);
  const shared = axisUpTo([...p50, ...p95], 4);
  const isApart = shared.max > mostApart * middleOf(p50);
  const axes = isApart ? [axisUpTo(p95, 2), axisUpTo(p50, 2)] : [shared];
  return (
    <ColumnChart
      name="Duration per day"
      height={height}
      columns={columns}
      axes={axes}
      placeLabel={(index) => formatDay(days[index]?.key ?? '')}
    >
      {(plot) => (
        <>
          <Line plot={plot} values={p95} lane={plot.lanes[0]} tone="second" />
          <Line plot={plot} values={p50} lane={plot.lanes.at(-1) ?? plot.lanes[0]} tone="line" />
        </>
      )}
    </ColumnChart>
  );
}

interface LineProps {
  readonly plot: Plot;
  readonly lane: Lane;
  readonly values: readonly (number | null)[];
  readonly tone: 'line' | 'second';
}

function Line({ plot, lane, values, tone }: LineProps) {
  const points = values.map((value, index) => ({ x: plot.x(index), y: value === null ? null : lane.y(value) }));
  const known = knownPoints(points);
  const active = plot.active === undefined ? undefined : points[plot.active];
  const dots = isSparse(points) ? known : active === undefined ? [] : knownPoints([active]);
  return (
    <g data-tone={tone} className={classes.series}>
      {tone === 'line' && <path d={areaPath(known, lane.floor)} className={classes.area} />}
      <path d={linePath(known)} className={classes.line} />
      {dots.map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r={x === active?.x ? 3.5 : 2.5} className={classes.dot} />
      ))}
    </g>
  );
}
