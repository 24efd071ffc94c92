import { jobSorts } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { formatCountOf } from '../../lib/format-number.ts';
import { defaultRange, rangePhrase } from '../../lib/range.ts';
import { countFilters, type Filters } from '../../lib/url-state.ts';
import { useTablePlace } from '../../lib/use-table-place.ts';
import { useConnections } from '../../queries/connections.ts';
import { useJobs } from '../../queries/jobs.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ConnectFirst } from '../connections/connect-first.tsx';
import { useFilters } from '../frame/use-filters.ts';
import { JobTable } from './job-table.tsx';

const states = [
  { value: 'all', label: 'All' },
  { value: 'red', label: 'Red now' },
] as const;

/** All jobs under the filters of the bar, with their figures over the range. */
export function JobsPage() {
  const { filters, change } = useFilters();
  const { red }: { red?: unknown } = useSearch({ strict: false });
  const isRedOnly = red === 'true';
  const { place, change: changePlace } = useTablePlace(jobSorts);
  const { result, ...places } = filters;
  const range = filters.range ?? defaultRange;
  const jobs = useJobs({
    ...places,
    ...(result === undefined ? {} : { lastResult: result }),
    ...(isRedOnly ? { red: 'true' as const } : {}),
    ...place,
    range,
  });
  const total = jobs.data?.meta.total;
  return (
    <>
      <PageHeader
        title="Jobs"
        sentence={
          total === undefined ? (
            !jobs.isError && <Skeleton width={200} height={14} />
          ) : (
            <>
              {formatCountOf(total, 'job')}
              {isRedOnly && ' red now'} · figures {rangePhrase(range).replace(/^in /, 'over ')}
            </>
          )
        }
        actions={
          <>
            <Segments
              label="Which jobs"
              options={states}
              value={isRedOnly ? 'red' : 'all'}
              onChange={(state) => change({ red: state === 'red' ? 'true' : undefined } as object)}
            />
            <ExportMenu what="jobs" query={{ ...places, range }} />
          </>
        }
      />
      {jobs.isError && jobs.data === undefined ? (
        <ErrorState error={jobs.error} onRetry={() => void jobs.refetch()} />
      ) : total === 0 && !jobs.isPlaceholderData ? (
        <NoJobs filters={filters} isRedOnly={isRedOnly} />
      ) : (
        <JobTable
          rows={jobs.data?.data}
          total={total ?? 0}
          isStale={jobs.isPlaceholderData}
          place={place}
          onPlace={changePlace}
          range={filters.range}
          question={JSON.stringify([filters, isRedOnly, place])}
        />
      )}
    </>
  );
}

function NoJobs({ filters, isRedOnly }: { filters: Filters; isRedOnly: boolean }) {
  const { change } = useFilters();
  const { data: connections } = useConnections();
  if (connections?.data.length === 0) return <ConnectFirst />;
  const hasFilters = countFilters(filters) > 0;
  const cleared = Object.fromEntries(Object.keys(filters).map((key) => [key, undefined])) as Filters;
  const clear = hasFilters && (
    <Button onClick={() => change({ ...cleared, range: filters.range })}>Clear filters</Button>
  );
  if (isRedOnly) {
    return (
      <EmptyState title="No job is red" action={clear}>
        The newest finished build of every job {hasFilters && 'under these filters '}passed, or was aborted or not
        built.
      </EmptyState>
    );
  }
  return hasFilters ? (
    <EmptyState title="No job matches these filters" action={clear} />
  ) : (
    <EmptyState title="No jobs yet">
      They appear here by themselves as soon as the first sync has found them.
    </EmptyState>
  );
}
