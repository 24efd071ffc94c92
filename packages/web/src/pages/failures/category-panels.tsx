import type { FailureFigures } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { CategoriesByDay, type ShadedCategory, shadedCategories } from '../../charts/categories-by-day.tsx';
import { ChartLegend } from '../../charts/chart-legend.tsx';
import { ChartSkeleton } from '../../charts/chart-skeleton.tsx';
import { Swatch } from '../../charts/swatch.tsx';
import { definitions } from '../../lib/definitions.ts';
import { categoryMeaning, categoryWord } from '../../lib/failure-category.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, formatRate } from '../../lib/format-number.ts';
import type { Filters } from '../../lib/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import grid from '../../ui/page-grid.module.css';
import { Panel } from '../../ui/panel.tsx';
import { Ranking } from '../../ui/ranking.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';

const heightPx = 208;

interface CategoryPanelsProps {
  readonly figures: FailureFigures | undefined;
  readonly filters: Filters;
}

/** The kinds of failures over time, beside what each costs. */
export function CategoryPanels({ figures, filters }: CategoryPanelsProps) {
  return (
    <div className={grid.pair}>
      <CategoryChart figures={figures} filters={filters} height={heightPx} />
      {figures === undefined ? (
        <Panel title="By category" flush>
          <SkeletonRows count={6} />
        </Panel>
      ) : (
        <ByCategory figures={figures} filters={filters} />
      )}
    </div>
  );
}

interface CategoryChartProps extends CategoryPanelsProps {
  readonly height: number;
  readonly action?: ReactNode;
  /** Entries of the legend at most; absent = all. */
  readonly mostNamed?: number | undefined;
}

/** Red builds per day by category, with a legend that leads to the builds. */
export function CategoryChart({ figures, filters, height, action, mostNamed }: CategoryChartProps) {
  const categories = useMemo(() => shadedCategories(figures?.data ?? []), [figures]);
  return (
    <Panel title="Failures per day" action={action}>
      <CategoryLegend categories={categories} filters={filters} most={mostNamed} />
      {figures === undefined ? (
        <ChartSkeleton height={height} />
      ) : (
        <CategoriesByDay days={figures.days} categories={categories} filters={filters} height={height} />
      )}
    </Panel>
  );
}

interface CategoryLegendProps {
  readonly categories: readonly ShadedCategory[];
  readonly filters: Filters;
  readonly most?: number | undefined;
}

/** The categories that occurred, each the way to its builds. */
export function CategoryLegend({ categories, filters, most = categories.length }: CategoryLegendProps) {
  const rest = categories.slice(most);
  return (
    <ChartLegend>
      {categories.slice(0, most).map(({ category, shade, builds }) => (
        <Link
          key={category}
          to="/builds"
          search={{ ...filters, category: [category] }}
          title={categoryMeaning(category)}
        >
          <Swatch tone={shade} />
          {categoryWord(category)} <span>{formatCount(builds)}</span>
        </Link>
      ))}
      {rest.length > 0 && (
        <Link to="/failures" search={filters} title={rest.map(({ category }) => categoryWord(category)).join(', ')}>
          {rest.length} more <span>{formatCount(rest.reduce((sum, { builds }) => sum + builds, 0))}</span>
        </Link>
      )}
    </ChartLegend>
  );
}

function ByCategory({ figures, filters }: { figures: FailureFigures; filters: Filters }) {
  const occurred = figures.data.filter(({ builds }) => builds > 0).toSorted((a, b) => b.builds - a.builds);
  const most = occurred[0]?.builds ?? 1;
  return (
    <Ranking
      title="By category"
      of="Category"
      kind="amount"
      figures={[
        { label: 'Builds', definition: definitions.classified },
        { label: 'Share' },
        { label: 'Burnt', definition: definitions.minutesBurnt },
      ]}
      rows={occurred.map(({ category, builds, share, minutesBurnt }) => ({
        key: category,
        name: (className) => (
          <Link
            to="/builds"
            search={{ ...filters, category: [category] }}
            className={className}
            title={categoryMeaning(category)}
          >
            {categoryWord(category)}
          </Link>
        ),
        share: builds / most,
        figures: [formatCount(builds), formatRate(share), formatDuration(minutesBurnt * 60_000)],
      }))}
      empty={<EmptyState compact title="No failure of this range has a category yet." />}
    />
  );
}
