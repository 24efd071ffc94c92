import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { formatExact, formatRelative } from '../../lib/format-time.ts';
import { daysRange, defaultRange, rangeDays, rangeLabel, rangePhrase, rangeReaching } from '../../lib/range.ts';
import { countFilters, type Filters } from '../../lib/url-state.ts';
import { useBuilds } from '../../queries/builds.ts';
import { useConnections } from '../../queries/connections.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { usePageNow } from '../../ui/now-context.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { ConnectFirst } from '../connections/connect-first.tsx';
import { useFilters } from '../frame/use-filters.ts';

const dayMs = 86_400_000;

/** Why a page has no builds to show, and the way to some: connect, wait, widen the range or clear the filters. */
export function NoBuilds({ filters }: { filters: Filters }) {
  const { data: connections } = useConnections();
  const { range: _range, ...anyTime } = filters;
  const newest = useBuilds({ ...anyTime, per_page: 1 });
  if (connections === undefined || newest.isPending) return <SkeletonRows count={3} />;
  if (connections.data.length === 0) return <ConnectFirst />;
  const at = newest.data?.data[0]?.timestamp;
  if (at !== undefined) return <OutsideRange range={filters.range ?? defaultRange} newest={at} />;
  if (countFilters(filters) > 0) return <NothingMatches filters={filters} />;
  const isImporting = connections.data.some(({ state }) => state === 'importing');
  return isImporting ? (
    <EmptyState title="The first builds are on their way">
      The import begins with the newest builds. They appear here by themselves within seconds.
    </EmptyState>
  ) : (
    <EmptyState
      title="No builds yet"
      action={
        <Button component={Link} to="/settings/connections">
          Look at the connections
        </Button>
      }
    >
      No job has run, or the connections could not read any. A new build appears here by itself.
    </EmptyState>
  );
}

function OutsideRange({ range, newest }: { range: string; newest: string }) {
  const { change } = useFilters();
  const now = usePageNow();
  const named = rangeReaching(newest, now);
  const { first, last } = rangeDays(`${new Date(Date.parse(newest) - 29 * dayMs).toISOString()}..${newest}`, now);
  const wider = named ?? daysRange(first, last);
  return (
    <EmptyState
      title={`No builds ${rangePhrase(range)}`}
      action={
        wider !== undefined && (
          <Button onClick={() => change({ range: wider === defaultRange ? undefined : wider })}>
            Show{' '}
            {named === undefined
              ? 'the 30 days before it'
              : rangeLabel(named).toLowerCase().replace('last', 'the last')}
          </Button>
        )
      }
    >
      The newest one started {formatRelative(newest, now)}, on {formatExact(newest)}.
    </EmptyState>
  );
}

function NothingMatches({ filters }: { filters: Filters }) {
  const { change } = useFilters();
  const cleared = Object.fromEntries(Object.keys(filters).map((key) => [key, undefined])) as Filters;
  return (
    <EmptyState
      title="No build matches these filters"
      action={<Button onClick={() => change({ ...cleared, range: filters.range })}>Clear filters</Button>}
    >
      Nothing was ever collected that fits all of them at once.
    </EmptyState>
  );
}
