import { type FailureCategory, type FailureFigures, failureCategories } from '@buildbutler/contract';
import { useMemo } from 'react';
import { categoryWord } from '../lib/failure-category.ts';
import { formatCount } from '../lib/format-number.ts';
import { formatDay } from '../lib/format-time.ts';
import { daysRange } from '../lib/range.ts';
import type { Filters } from '../lib/url-state.ts';
import classes from './categories-by-day.module.css';
import { type Column, type Plot, type Shade, shades } from './column.ts';
import { ColumnChart } from './column-chart.tsx';
import { bucketTitle, type DaySpan, daySpans } from './day-buckets.ts';
import { countScale } from './scale.ts';

type Day = FailureFigures['days'][number];

/** A category with its shade, the most frequent one first. */
export interface ShadedCategory {
  readonly category: FailureCategory;
  readonly builds: number;
  readonly shade: Shade;
}

/** The categories that occurred in the order in which they are stacked; what nobody knows stands in the palest shade. */
export function shadedCategories(figures: FailureFigures['data']): ShadedCategory[] {
  const rank = (category: FailureCategory) => (category === 'unknown' ? 1 : 0);
  return figures
    .filter(({ builds }) => builds > 0)
    .toSorted((a, b) => rank(a.category) - rank(b.category) || b.builds - a.builds)
    .map(({ category, builds }, index) => ({
      category,
      builds,
      shade: category === 'unknown' ? 'shade-7' : (shades[Math.min(index, shades.length - 2)] ?? 'shade-6'),
    }));
}

interface CategoriesByDayProps {
  readonly days: readonly Day[];
  readonly categories: readonly ShadedCategory[];
  /** The filters of the page; a column leads to its red builds under them. */
  readonly filters: Filters;
  readonly height: number;
}

const widestBarPx = 40;

function countsOf({ days }: DaySpan<Day>): Record<FailureCategory, number> {
  const entries = failureCategories.map(
    (category) => [category, days.reduce((sum, { byCategory }) => sum + (byCategory[category] ?? 0), 0)] as const,
  );
  return Object.fromEntries(entries) as Record<FailureCategory, number>;
}

/** Red builds per day as bars stacked by what kind of failure they were. */
export function CategoriesByDay({ days, categories, filters, height }: CategoriesByDayProps) {
  const spans = useMemo(() => daySpans(days).map((span) => ({ ...span, counts: countsOf(span) })), [days]);
  const columns = useMemo(
    () =>
      spans.map(({ counts, firstDay, lastDay }): Column => {
        const occurred = categories.filter(({ category }) => counts[category] > 0);
        return {
          key: firstDay,
          title: bucketTitle({ firstDay, lastDay }),
          rows: [
            ...occurred.map(({ category, shade }) => ({
              label: categoryWord(category),
              tone: shade,
              value: formatCount(counts[category]),
            })),
            { label: 'Red builds', value: formatCount(sumOf(counts)) },
          ],
          target: {
            to: '/builds',
            search: { ...filters, result: ['FAILURE', 'UNSTABLE'], range: daysRange(firstDay, lastDay) },
          },
        };
      }),
    [spans, categories, filters],
  );
  const axis = { ...countScale(Math.max(0, ...spans.map(({ counts }) => sumOf(counts)))), format: formatCount };
  return (
    <ColumnChart
      name="Failures per day by category"
      height={height}
      columns={columns}
      axes={[axis]}
      placeLabel={(index) => formatDay(spans[index]?.firstDay ?? '')}
    >
      {(plot) =>
        spans.map(({ counts, firstDay }, index) => <Stack key={firstDay} {...{ counts, categories, index, plot }} />)
      }
    </ColumnChart>
  );
}

const sumOf = (counts: Record<FailureCategory, number>) => Object.values(counts).reduce((sum, count) => sum + count, 0);

interface StackProps {
  readonly counts: Record<FailureCategory, number>;
  readonly categories: readonly ShadedCategory[];
  readonly index: number;
  readonly plot: Plot;
}

function Stack({ counts, categories, index, plot }: StackProps) {
  const gap = plot.band > 6 ? Math.max(2, plot.band * 0.22) : plot.band > 3 ? 1 : 0;
  const width = Math.min(widestBarPx, plot.band - gap);
  const [lane] = plot.lanes;
  let below = 0;
  return categories.map(({ category, shade }) => {
    const count = counts[category];
    const bottom = lane.y(below);
    below += count;
    if (count === 0) return null;
    return (
      <rect
        key={category}
        x={plot.x(index) - width / 2}
        y={lane.y(below)}
        width={width}
        height={bottom - lane.y(below)}
        className={classes.part}
        data-shade={shade}
      />
    );
  });
}
