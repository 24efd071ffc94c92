import { type BuildSummary, buildSorts } from '@buildbutler/contract';
import { useSearch } from '@tanstack/react-router';
import { formatCountOf } from '../../lib/format-number.ts';
import { defaultRange, rangePhrase } from '../../lib/range.ts';
import { useTablePlace } from '../../lib/use-table-place.ts';
import { useBuilds } from '../../queries/builds.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useFilters } from '../frame/use-filters.ts';
import { buildColumns } from './build-columns.tsx';
import { BuildTable } from './build-table.tsx';
import { NoBuilds } from './no-builds.tsx';

const states = [
  { value: 'all', label: 'All' },
  { value: 'running', label: 'Running' },
] as const;

/** All builds under the filters of the bar. */
export function BuildsPage() {
  const { filters, change } = useFilters();
  const { building }: { building?: unknown } = useSearch({ strict: false });
  const isRunningOnly = building === 'true';
  const { place, change: changePlace } = useTablePlace(buildSorts);
  const { result: _result, range: _range, ...places } = filters;
  const range = filters.range ?? defaultRange;
  // What runs has no result yet, and may have begun before the range.
  const asked = isRunningOnly ? { ...places, building: 'true' as const } : { ...filters, range };
  const builds = useBuilds({ ...asked, ...place });
  const total = builds.data?.meta.total;
  return (
    <>
      <PageHeader
        title="Builds"
        sentence={
          total === undefined ? (
            !builds.isError && <Skeleton width={200} height={14} />
          ) : (
            <BuildsSentence total={total} when={isRunningOnly ? 'running now' : rangePhrase(range)} />
          )
        }
        actions={
          <>
            <Segments
              label="Which builds"
              options={states}
              value={isRunningOnly ? 'running' : 'all'}
              onChange={(state) => change({ building: state === 'running' ? 'true' : undefined } as object)}
            />
            <ExportMenu what="builds" query={{ ...filters, range }} />
          </>
        }
      />
      {builds.isError && builds.data === undefined ? (
        <ErrorState error={builds.error} onRetry={() => void builds.refetch()} />
      ) : total === 0 && !builds.isPlaceholderData && !isRunningOnly ? (
        <NoBuilds filters={filters} />
      ) : (
        <BuildTable
          name="builds"
          columns={buildColumns}
          rows={builds.data?.data as readonly BuildSummary[] | undefined}
          total={total ?? 0}
          isStale={builds.isPlaceholderData}
          place={place}
          onPlace={changePlace}
          question={JSON.stringify([asked, place])}
          empty="Nothing runs at this moment. A build that starts appears here by itself."
        />
      )}
    </>
  );
}

function BuildsSentence({ total, when }: { total: number; when: string }) {
  return (
    <>
      {formatCountOf(total, 'build')} {when}
    </>
  );
}
