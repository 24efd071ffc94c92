import { type Fingerprint, fingerprintSorts } from '@buildbutler/contract';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { categoryWord } from '../../lib/failure-category.ts';
import { formatCountOf } from '../../lib/format-number.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useTablePlace } from '../../lib/use-table-place.ts';
import { useFailures } from '../../queries/failures.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { SectionHead } from '../../ui/section-head.tsx';
import { Segments } from '../../ui/segments.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { FailureName, fingerprintColumns } from './fingerprint-columns.tsx';
import classes from './fingerprint-table.module.css';

const states = [
  { value: 'all', label: 'All' },
  { value: 'new', label: 'New' },
] as const;

interface FingerprintTableProps {
  readonly asked: Parameters<typeof useFailures>[0];
  readonly filters: Filters;
}

/** Equal failures over all jobs, the most frequent first. */
export function FingerprintTable({ asked, filters }: FingerprintTableProps) {
  const { place, change } = useTablePlace(fingerprintSorts);
  const raw: { text?: unknown; new?: unknown } = useSearch({ strict: false });
  const text = typeof raw.text === 'string' ? raw.text.slice(0, 200) : '';
  const isNewOnly = raw.new === 'true';
  const navigate = useNavigate();
  const narrow = (patch: object) => {
    const search = (before: object) => ({ ...before, ...patch, page: undefined });
    void navigate({ to: '.', search: search as never, replace: true, resetScroll: false });
  };
  const query = {
    ...asked,
    ...place,
    ...(text === '' ? {} : { text }),
    ...(isNewOnly ? { new: 'true' as const } : {}),
  };
  const failures = useFailures(query);
  const columns = useMemo(() => fingerprintColumns(filters), [filters]);
  return (
    <section aria-label="Equal failures" className={classes.root}>
      <SectionHead
        title="Equal failures"
        note={failures.data !== undefined && `${formatCountOf(failures.data.meta.total, 'failure')} over all jobs`}
        tools={
          <>
            <SearchField
              label="Search the failing lines"
              placeholder="Part of the failing lines"
              value={text}
              onChange={(next) => narrow({ text: next === '' ? undefined : next })}
            />
            <Segments
              label="Which failures"
              options={states}
              value={isNewOnly ? 'new' : 'all'}
              onChange={(next) => narrow({ new: next === 'new' ? 'true' : undefined })}
            />
          </>
        }
      />
      {failures.isError && failures.data === undefined ? (
        <ErrorState error={failures.error} onRetry={() => void failures.refetch()} />
      ) : (
        <PagedTable
          name="failures"
          label="Failures"
          noun="failures"
          columns={columns}
          rows={failures.data?.data}
          rowKey={({ id }) => id}
          total={failures.data?.meta.total ?? 0}
          isStale={failures.isPlaceholderData}
          place={place}
          onPlace={change}
          usualSort={{ sort: 'count', order: 'desc' }}
          narrowRow={(failure) => <NarrowFailure failure={failure} filters={filters} />}
          question={JSON.stringify(query)}
          empty={
            <EmptyState title={isNewOnly ? 'No new failure in this range' : 'No failure matches'}>
              {text === '' ? 'Every failure of this range had been seen before.' : 'Search for fewer letters.'}
            </EmptyState>
          }
        />
      )}
    </section>
  );
}

/** A failure in two lines: what; which kind, how often, when last. */
function NarrowFailure({ failure, filters }: { failure: Fingerprint; filters: Filters }) {
  const { category, count, jobs, lastSeenAt } = failure;
  return (
    <div className={classes.narrow}>
      <FailureName failure={failure} filters={filters} />
      <div className={classes.second}>
        <span>
          {categoryWord(category)} · {formatCountOf(count, 'build')} of {formatCountOf(jobs, 'job')}
        </span>
        <span className={classes.end}>
          <TimeAgo at={lastSeenAt} />
        </span>
      </div>
    </div>
  );
}
