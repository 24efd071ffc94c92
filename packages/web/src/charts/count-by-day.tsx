import { useMemo } from 'react';
import { formatCount } from '../lib/format-number.ts';
import { formatDay } from '../lib/format-time.ts';
import { daysRange } from '../lib/range.ts';
import type { Filters } from '../lib/url-state.ts';
import type { Column } from './column.ts';
import { ColumnChart } from './column-chart.tsx';
import classes from './count-by-day.module.css';
import { bucketTitle, daySpans } from './day-buckets.ts';
import { countScale } from './scale.ts';

interface CountByDayProps {
  readonly name: string;
  /** What is counted: `Builds`. */
  readonly noun: string;
  readonly days: readonly { readonly key: string; readonly count: number }[];
  /** Lead to the builds of a day. */
  readonly filters: Filters;
  readonly height: number;
}

const widestBarPx = 40;

/** One count per day as bars. */
export function CountByDay({ name, noun, days, filters, height }: CountByDayProps) {
  const bars = useMemo(
    () => daySpans(days).map((span) => ({ ...span, count: span.days.reduce((sum, { count }) => sum + count, 0) })),
    [days],
  );
  const columns = useMemo(
    () =>
      bars.map(
        ({ firstDay, lastDay, count }): Column => ({
          key: firstDay,
          title: bucketTitle({ firstDay, lastDay }),
          rows: [{ label: noun, value: formatCount(count) }],
          target: { to: '/builds', search: { ...filters, range: daysRange(firstDay, lastDay) } },
        }),
      ),
    [bars, noun, filters],
  );
  const axis = { ...countScale(Math.max(0, ...bars.map(({ count }) => count))), format: formatCount };
  return (
    <ColumnChart
      name={name}
      height={height}
      columns={columns}
      axes={[axis]}
      placeLabel={(index) => formatDay(bars[index]?.firstDay ?? '')}
    >
      {(plot) =>
        bars.map(({ firstDay, count }, index) => {
          const width = Math.min(widestBarPx, Math.max(1, plot.band * 0.72));
          const [lane] = plot.lanes;
          return (
            count > 0 && (
              <rect
                key={firstDay}
                x={plot.x(index) - width / 2}
                y={lane.y(count)}
                width={width}
                height={Math.max(1.5, lane.floor - lane.y(count))}
                className={classes.bar}
              />
            )
          );
        })
      }
    </ColumnChart>
  );
}
