import type { Comparison } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { formatCountOf } from '../../lib/format-number.ts';
import { useComparison } from '../../queries/compare.ts';
import { hasStatus } from '../../queries/query-client.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import grid from '../../ui/page-grid.module.css';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton, SkeletonBlock } from '../../ui/skeleton.tsx';
import { ComparedBuild } from './compared-build.tsx';
import { ComparedMetrics } from './compared-metrics.tsx';
import { ComparedTests } from './compared-tests.tsx';

const isId = (value: unknown): value is string => typeof value === 'string' && /^b_[0-9a-z]{1,16}$/.test(value);

/** Two builds side by side: figures, stages, tests. */
export function ComparePage() {
  const { a, b }: { a?: unknown; b?: unknown } = useSearch({ strict: false });
  const areNamed = isId(a) && isId(b);
  const answer = useComparison(areNamed ? a : '', areNamed ? b : '', areNamed);
  const swap = areNamed && (
    <Button
      leftSection={<IconArrowsExchange size={15} stroke={1.8} aria-hidden />}
      renderRoot={(props) => <Link to="/builds/compare" search={{ a: b, b: a }} replace {...props} />}
    >
      Swap
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Compare builds"
        sentence={
          answer.data === undefined ? (
            areNamed && <Skeleton width={260} height={14} />
          ) : (
            <Sentence comparison={answer.data} />
          )
        }
        actions={swap}
      />
      {!areNamed || hasStatus(answer.error, 404) || hasStatus(answer.error, 400) ? (
        <EmptyState
          title={areNamed ? 'One of these builds is not there' : 'Choose two builds'}
          action={<Button renderRoot={(props) => <Link to="/builds" {...props} />}>All builds</Button>}
        >
          Tick two rows of a table of builds, then press Compare.
        </EmptyState>
      ) : answer.data !== undefined ? (
        <Shown comparison={answer.data} />
      ) : answer.isError ? (
        <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <SkeletonBlock height={480} />
      )}
    </>
  );
}

function Sentence({ comparison: { a, b, tests, changes } }: { comparison: Comparison }) {
  const parts = [
    tests === null ? null : formatCountOf(tests.regressions.count, 'regression'),
    tests === null ? null : `${formatCountOf(tests.fixed.count, 'test')} fixed`,
    changes.commits === null ? null : `${formatCountOf(changes.commits, 'commit')} between them`,
    a.jobId === b.jobId ? null : 'builds of different jobs',
  ];
  return <>{parts.filter((part) => part !== null).join(' · ')}</>;
}

function Shown({ comparison }: { comparison: Comparison }) {
  return (
    <div className={grid.root}>
      <div className={grid.pair}>
        <ComparedBuild letter="A" build={comparison.a} />
        <ComparedBuild letter="B" build={comparison.b} />
      </div>
      <ComparedMetrics metrics={comparison.metrics} />
      <ComparedTests tests={comparison.tests} />
    </div>
  );
}
