import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { categoryMeaning, categoryWord } from '../../lib/failure-category.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, formatRate } from '../../lib/format-number.ts';
import { viewerTimeZone } from '../../lib/format-time.ts';
import { defaultRange } from '../../lib/range.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useFailureFigures } from '../../queries/failures.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Ranking } from '../../ui/ranking.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';

/** What the builds of a job break on. */
export function JobFailures({ filters }: { filters: Filters }) {
  const { result: _result, ...places } = filters;
  const figures = useFailureFigures({ ...places, range: filters.range ?? defaultRange, tz: viewerTimeZone() });
  if (figures.data === undefined) {
    return (
      <Panel title="Failures" flush>
        {figures.isError ? (
          <ErrorState compact error={figures.error} onRetry={() => void figures.refetch()} />
        ) : (
          <SkeletonRows count={5} />
        )}
      </Panel>
    );
  }
  const occurred = figures.data.data.filter(({ builds }) => builds > 0).toSorted((a, b) => b.builds - a.builds);
  const most = occurred[0]?.builds ?? 1;
  return (
    <Ranking
      title="Failures"
      note={
        <Link to="/failures" search={places}>
          by category
        </Link>
      }
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
            search={{ ...places, category: [category] }}
            className={className}
            title={categoryMeaning(category)}
          >
            {categoryWord(category)}
          </Link>
        ),
        share: builds / most,
        figures: [formatCount(builds), formatRate(share), formatDuration(minutesBurnt * 60_000)],
      }))}
      empty={<EmptyState compact title="No build of this range failed, or none has a category yet." />}
    />
  );
}
