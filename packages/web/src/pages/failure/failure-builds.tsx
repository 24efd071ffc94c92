import { buildSorts } from '@buildbutler/contract';
import { formatCountOf } from '../../lib/format-number.ts';
import { rangePhrase } from '../../lib/range.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useTablePlace } from '../../lib/use-table-place.ts';
import { useBuilds } from '../../queries/builds.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { SectionHead } from '../../ui/section-head.tsx';
import { buildColumns } from '../builds/build-columns.tsx';
import { BuildTable } from '../builds/build-table.tsx';

interface FailureBuildsProps {
  readonly filters: Filters;
  readonly range: string;
}

/** The builds that failed like this. */
export function FailureBuilds({ filters, range }: FailureBuildsProps) {
  const { place, change } = useTablePlace(buildSorts);
  const builds = useBuilds({ ...filters, range, ...place });
  const total = builds.data?.meta.total ?? 0;
  return (
    <section aria-label="Builds with this failure">
      <SectionHead
        title="Builds"
        note={builds.data !== undefined && `${formatCountOf(total, 'build')} ${rangePhrase(range)}`}
      />
      {builds.isError && builds.data === undefined ? (
        <ErrorState error={builds.error} onRetry={() => void builds.refetch()} />
      ) : (
        <BuildTable
          name="builds"
          columns={buildColumns}
          rows={builds.data?.data}
          total={total}
          isStale={builds.isPlaceholderData}
          place={place}
          onPlace={change}
          question={JSON.stringify([filters, range, place])}
          empty={`No build failed like this ${rangePhrase(range)}`}
        />
      )}
    </section>
  );
}
