import type { TestDetail, TestRun } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { distinctKeys } from '../../lib/distinct-keys.ts';
import { useTestRuns } from '../../queries/tests.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Segments } from '../../ui/segments.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TestRunItem } from './test-run-item.tsx';
import classes from './test-runs.module.css';

const choices = [
  { value: 'all', label: 'All' },
  { value: 'failed', label: 'Failed' },
  { value: 'passed', label: 'Passed' },
  { value: 'skipped', label: 'Skipped' },
] as const;

const batch = 50;

/** Each run of the test, newest first, with what it said; more on demand. */
export function TestRuns({ test, branch }: { test: TestDetail; branch: string | undefined }) {
  const { choice, choose } = useChoice();
  const runs = useTestRuns(test.id, {
    limit: batch,
    ...(branch === undefined ? {} : { branch }),
    ...(choice === 'all' ? {} : { status: choice }),
  });
  const rows = runs.data?.pages.flatMap(({ data }) => data);
  return (
    <section id="history" aria-label="History" className={classes.root}>
      <header className={classes.head}>
        <h2>History</h2>
        <span className={classes.note}>all runs that are kept, newest first</span>
        <Segments label="Which runs" options={choices} value={choice} onChange={choose} />
      </header>
      {rows === undefined ? (
        runs.isError ? (
          <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />
        ) : (
          <SkeletonRows count={8} height={44} />
        )
      ) : rows.length === 0 ? (
        <EmptyState title={choice === 'all' ? 'No run is kept' : `No ${choice} run is kept`} />
      ) : (
        <RunList rows={rows} isStale={runs.isPlaceholderData} />
      )}
      {runs.hasNextPage && (
        <div className={classes.more}>
          <Button loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
            Load {batch} more
          </Button>
        </div>
      )}
    </section>
  );
}

/** Which runs are shown, as it stands in the address. */
function useChoice() {
  const { status }: { status?: unknown } = useSearch({ strict: false });
  const navigate = useNavigate();
  const choice = choices.find(({ value }) => value === status)?.value ?? 'all';
  const choose = (value: typeof choice) => {
    const next = (before: object) => ({ ...before, status: value === 'all' ? undefined : value });
    void navigate({ to: '.', search: next as never, replace: true, resetScroll: false });
  };
  return { choice, choose };
}

function RunList({ rows, isStale }: { rows: readonly TestRun[]; isStale: boolean }) {
  const keys = distinctKeys(rows.map(({ build }) => build.id));
  return (
    <ol className={classes.list} aria-busy={isStale} data-stale={isStale || undefined}>
      {rows.map((run, index) => (
        <li key={keys[index]} className={classes.item}>
          <TestRunItem run={run} />
        </li>
      ))}
    </ol>
  );
}
