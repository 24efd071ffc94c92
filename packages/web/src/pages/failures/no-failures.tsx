import { Button } from '@mantine/core';
import { rangePhrase } from '../../lib/range.ts';
import { countFilters, type Filters } from '../../lib/url-state.ts';
import { useConnections } from '../../queries/connections.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { ConnectFirst } from '../connections/connect-first.tsx';
import { useFilters } from '../frame/use-filters.ts';

interface NoFailuresProps {
  readonly filters: Filters;
  readonly range: string;
}

/** Why there is no failure to show, and the way to some. */
export function NoFailures({ filters, range }: NoFailuresProps) {
  const { change } = useFilters();
  const { data: connections } = useConnections();
  if (connections === undefined) return <SkeletonRows count={3} />;
  if (connections.data.length === 0) return <ConnectFirst />;
  const isNarrowed = countFilters(filters) > 0;
  const cleared = Object.fromEntries(Object.keys(filters).map((key) => [key, undefined])) as Filters;
  return (
    <EmptyState
      title={`No build failed ${rangePhrase(range)}${isNarrowed ? ' under these filters' : ''}`}
      action={
        isNarrowed ? (
          <Button onClick={() => change({ ...cleared, range: filters.range })}>Clear filters</Button>
        ) : (
          range !== '1y' && <Button onClick={() => change({ range: '1y' })}>Show the last year</Button>
        )
      }
    >
      A build that fails appears here by itself, with what broke it.
    </EmptyState>
  );
}
