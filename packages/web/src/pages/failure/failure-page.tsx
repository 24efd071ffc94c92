import type { FingerprintDetail } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { CountByDay } from '../../charts/count-by-day.tsx';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCountOf } from '../../lib/format-number.ts';
import { rangePhrase } from '../../lib/range.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useFailure } from '../../queries/failures.ts';
import { hasStatus } from '../../queries/query-client.ts';
import { Badge } from '../../ui/badge.tsx';
import { CategoryBadge } from '../../ui/category-badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { EntityHeader } from '../../ui/entity-header.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import grid from '../../ui/page-grid.module.css';
import { Panel } from '../../ui/panel.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { BuildSkeleton } from '../build/build-skeleton.tsx';
import { useFailureFilters } from '../failures/use-failure-filters.ts';
import { FailureBuilds } from './failure-builds.tsx';
import { FailureLines } from './failure-lines.tsx';
import { FailurePlaces } from './failure-places.tsx';

const heightPx = 208;

/** One failure: its lines, where and when it happens, on which agents, in which builds. */
export function FailurePage() {
  const { id = '' } = useParams({ strict: false });
  const { shown, asked } = useFailureFilters();
  const failure = useFailure(id, asked);
  if (failure.isPending) return <BuildSkeleton />;
  if (failure.data !== undefined) return <Shown key={id} failure={failure.data} filters={shown} range={asked.range} />;
  if (hasStatus(failure.error, 404) || hasStatus(failure.error, 400)) {
    return (
      <EmptyState
        title="There is no such failure"
        action={<Button renderRoot={(props) => <Link to="/failures" {...props} />}>All failures</Button>}
      >
        The link may be old, or the builds that failed like this were removed.
      </EmptyState>
    );
  }
  return <ErrorState error={failure.error} onRetry={() => void failure.refetch()} />;
}

interface ShownProps {
  readonly failure: FingerprintDetail;
  readonly filters: Filters;
  readonly range: string;
}

function Shown({ failure, filters, range }: ShownProps) {
  const { category: _category, ...places } = filters;
  const toBuilds: Filters = { ...places, fingerprint: failure.id };
  return (
    <>
      <EntityHeader
        crumbs={[
          {
            key: 'failures',
            content: (
              <Link to="/failures" search={filters}>
                Failures
              </Link>
            ),
          },
        ]}
        title={failure.title}
        badges={
          <>
            <CategoryBadge category={failure.category} />
            {failure.isNew && (
              <Badge tone="new" title="First seen within the range">
                New
              </Badge>
            )}
          </>
        }
        sentence={
          <>
            {formatCountOf(failure.count, 'build')} of {formatCountOf(failure.jobs, 'job')} {rangePhrase(range)} ·{' '}
            {formatDuration(failure.minutesBurnt * 60_000)} burnt · first seen <TimeAgo at={failure.firstSeenAt} />,
            last <TimeAgo at={failure.lastSeenAt} />
          </>
        }
      />
      <div className={grid.root}>
        <div className={grid.pair}>
          <FailureLines failure={failure} />
          <Panel title="Builds per day">
            <CountByDay
              name="Builds with this failure per day"
              noun="Builds"
              days={failure.byDay}
              filters={toBuilds}
              height={heightPx}
            />
          </Panel>
        </div>
        <FailurePlaces failure={failure} filters={toBuilds} />
        <FailureBuilds filters={toBuilds} range={range} />
      </div>
    </>
  );
}
