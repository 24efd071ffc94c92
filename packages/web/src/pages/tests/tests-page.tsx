import { type TestSummary, testSorts } from '@buildbutler/contract';
import { useMemo } from 'react';
import { formatCountOf } from '../../lib/format-number.ts';
import { viewerTimeZone } from '../../lib/format-time.ts';
import { defaultRange, rangePhrase } from '../../lib/range.ts';
import { testPlaces } from '../../lib/test-filters.ts';
import { useTablePlace } from '../../lib/use-table-place.ts';
import { useTests } from '../../queries/tests.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { useRowPicker } from '../../ui/row-picker.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useFilters } from '../frame/use-filters.ts';
import { NarrowTest } from './narrow-test.tsx';
import { NoTests } from './no-tests.tsx';
import { pickColumn } from './pick-column.tsx';
import { PickedTests } from './picked-tests.tsx';
import { testColumns } from './test-columns.tsx';
import { TestTools } from './test-tools.tsx';
import { useTestFilters } from './use-test-filters.ts';

const keyOf = ({ id }: TestSummary) => id;

/** All tests under the filters, those that fail most first; picked ones can be tagged together. */
export function TestsPage() {
  const { filters: bar } = useFilters();
  const { filters, change } = useTestFilters();
  const { place, change: changePlace } = useTablePlace(testSorts);
  const range = bar.range ?? defaultRange;
  const { status, ...others } = filters;
  const asked = {
    ...testPlaces(bar),
    ...others,
    ...(status === undefined ? {} : { status: [status] }),
    ...place,
    range,
    tz: viewerTimeZone(),
  };
  const tests = useTests(asked);
  const picker = useRowPicker(keyOf);
  const rows = tests.data?.data;
  const total = tests.data?.meta.total;
  const { branch, range: customRange } = bar;
  const columns = useMemo(
    () =>
      testColumns({
        ...(branch === undefined ? {} : { branch }),
        ...(customRange === undefined ? {} : { range: customRange }),
      }),
    [branch, customRange],
  );
  return (
    <>
      <PageHeader
        title="Tests"
        sentence={
          total === undefined ? (
            !tests.isError && <Skeleton width={200} height={14} />
          ) : (
            <>
              {formatCountOf(total, 'test')}
              {filters.vanished === 'true' ? ' vanished from the reports' : ' ran'} {rangePhrase(range)}
            </>
          )
        }
        actions={<ExportMenu what="tests" query={{ ...testPlaces(bar), range }} />}
      />
      <TestTools filters={filters} change={change} />
      {tests.isError && tests.data === undefined ? (
        <ErrorState error={tests.error} onRetry={() => void tests.refetch()} />
      ) : (
        <PagedTable
          name="tests"
          label="Tests"
          noun="tests"
          columns={[pickColumn({ picker, rows: rows ?? [] }), ...columns]}
          rows={rows}
          total={total ?? 0}
          isStale={tests.isPlaceholderData}
          rowKey={keyOf}
          place={place}
          onPlace={changePlace}
          usualSort={{ sort: 'failed', order: 'desc' }}
          question={JSON.stringify(asked)}
          narrowRow={(test) => <NarrowTest test={test} picker={picker} />}
          empty={<NoTests />}
        />
      )}
      <PickedTests tests={picker.rows} onClear={picker.clear} />
    </>
  );
}
