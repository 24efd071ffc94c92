import type { TestDetail } from '@buildbutler/contract';
import { useParams } from '@tanstack/react-router';
import { viewerTimeZone } from '../../lib/format-time.ts';
import { defaultRange } from '../../lib/range.ts';
import { hasStatus } from '../../queries/query-client.ts';
import { useTest } from '../../queries/tests.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import grid from '../../ui/page-grid.module.css';
import { PageHeader } from '../../ui/page-header.tsx';
import { BuildSkeleton } from '../build/build-skeleton.tsx';
import { useFilters } from '../frame/use-filters.ts';
import { TestBranches } from './test-branches.tsx';
import { TestCards } from './test-cards.tsx';
import { TestDurations } from './test-durations.tsx';
import { TestErrors } from './test-errors.tsx';
import { TestHeader } from './test-header.tsx';
import { TestRuns } from './test-runs.tsx';
import { TestTimeline } from './test-timeline.tsx';

/** One test: how often it passes, how long it takes, where and how it fails, each of its runs. */
export function TestPage() {
  const { id = '' } = useParams({ strict: false });
  const { filters } = useFilters();
  const { branch, range = defaultRange } = filters;
  const test = useTest(id, { range, tz: viewerTimeZone(), ...(branch === undefined ? {} : { branch }) });
  if (test.isPending) return <BuildSkeleton />;
  if (test.data !== undefined) return <Shown key={id} test={test.data} isStale={test.isPlaceholderData} />;
  if (hasStatus(test.error, 404) || hasStatus(test.error, 400)) {
    return (
      <>
        <PageHeader title="Test" />
        <EmptyState title="There is no such test">
          The link may be old, or the connection was removed with its history. A test that was renamed has a page of its
          own under the new name.
        </EmptyState>
      </>
    );
  }
  return <ErrorState error={test.error} onRetry={() => void test.refetch()} />;
}

function Shown({ test, isStale }: { test: TestDetail; isStale: boolean }) {
  const { filters } = useFilters();
  const { branch, range } = filters;
  return (
    <>
      <TestHeader test={test} />
      <div className={grid.root} data-stale={isStale || undefined}>
        <TestCards test={test} />
        <TestTimeline test={test} />
        <div className={grid.pair}>
          <TestDurations test={test} branch={branch} />
          {test.branches.length > 1 || branch !== undefined ? (
            <TestBranches test={test} chosen={branch} />
          ) : (
            <TestErrors test={test} />
          )}
        </div>
        {(test.branches.length > 1 || branch !== undefined) && <TestErrors test={test} />}
      </div>
      <TestRuns test={test} branch={branch} key={`${branch} ${range}`} />
    </>
  );
}
