import { useMemo } from 'react';
import { formatCount } from '../lib/format-number.ts';
import { formatDay } from '../lib/format-time.ts';
import { daysRange } from '../lib/range.ts';
import type { Filters } from '../lib/url-state.ts';
import type { Column } from './column.ts';
import { CountBars } from './count-bars.tsx';
import { bucketTitle, daySpans } from './day-buckets.ts';

interface CountByDayProps {
  readonly name: string;
  /** What is counted: `Builds`. */
  readonly noun: string;
  readonly days: readonly { readonly key: string; readonly count: number }[];
  /** Lead to the builds of a day. */
  readonly filters: Filters;
  readonly height: number;
}

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
  return (
    <CountBars
      name={name}
      height={height}
      columns={columns}
      counts={bars.map(({ count }) => count)}
      placeLabel={(index) => formatDay(bars[index]?.firstDay ?? '')}
    />
  );
}
