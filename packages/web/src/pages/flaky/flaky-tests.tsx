import { type FlakyTest, flakySorts } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { countFilters, type Filters } from '../../lib/url-state.ts';
import { useTablePlace } from '../../lib/use-table-place.ts';
import { useFlakyTests } from '../../queries/tests.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { useFilters } from '../frame/use-filters.ts';
import { useTestFilters } from '../tests/use-test-filters.ts';
import { flakyColumns } from './flaky-columns.tsx';
import type { FlakyQuestion } from './flip-list.tsx';
import { NarrowFlaky } from './narrow-flaky.tsx';

const keyOf = ({ id, jobId, branch }: FlakyTest) => `${id} ${jobId} ${branch}`;

/** The flaky tests, those that flip most first. */
export function FlakyTests({ asked, bar }: { asked: FlakyQuestion; bar: Filters }) {
  const { place, change } = useTablePlace(flakySorts);
  const tests = useFlakyTests({ ...asked, ...place });
  const { range } = bar;
  const columns = useMemo(() => flakyColumns(range), [range]);
  if (tests.isError && tests.data === undefined) {
    return <ErrorState error={tests.error} onRetry={() => void tests.refetch()} />;
  }
  return (
    <PagedTable
      name="flaky-tests"
      label="Flaky tests"
      noun="flaky tests"
      columns={columns}
      rows={tests.data?.data}
      total={tests.data?.meta.total ?? 0}
      isStale={tests.isPlaceholderData}
      rowKey={keyOf}
      place={place}
      onPlace={change}
      usualSort={{ sort: 'flips', order: 'desc' }}
      question={JSON.stringify([asked, place])}
      narrowRow={(test) => <NarrowFlaky test={test} range={range} />}
      empty={<NoFlakyTests bar={bar} />}
    />
  );
}

function NoFlakyTests({ bar }: { bar: Filters }) {
  const { change } = useFilters();
  const { filters } = useTestFilters();
  const isNarrowed = countFilters(bar) > 0 || Object.keys(filters).length > 0;
  if (!isNarrowed) {
    return (
      <EmptyState title="No test is flaky by these rules">
        Tests are judged by the reports of their builds. Where builds publish none, “Jobs and stages” shows what fails
        and passes on the same commit.
      </EmptyState>
    );
  }
  const cleared = Object.fromEntries([...Object.keys(bar), ...Object.keys(filters)].map((key) => [key, undefined]));
  return (
    <EmptyState
      title="No flaky test matches these filters"
      action={<Button onClick={() => change({ ...cleared, range: bar.range })}>Clear filters</Button>}
    />
  );
}
