import { Button } from '@mantine/core';
import { defaultRange, rangePhrase } from '../../lib/range.ts';
import { countFilters } from '../../lib/url-state.ts';
import { useConnections } from '../../queries/connections.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ConnectFirst } from '../connections/connect-first.tsx';
import { useFilters } from '../frame/use-filters.ts';
import { useTestFilters } from './use-test-filters.ts';

/** Why there is no test, and what to do about it. */
export function NoTests() {
  const { filters: bar, change: changeBar } = useFilters();
  const { filters } = useTestFilters();
  const { data: connections } = useConnections();
  if (connections?.data.length === 0) return <ConnectFirst />;
  const isNarrowed = countFilters(bar) > 0 || Object.keys(filters).length > 0;
  if (isNarrowed) {
    const cleared = Object.fromEntries([...Object.keys(bar), ...Object.keys(filters)].map((key) => [key, undefined]));
    return (
      <EmptyState
        title={filters.vanished === 'true' ? 'No test vanished' : 'No test matches these filters'}
        action={<Button onClick={() => changeBar({ ...cleared, range: bar.range })}>Clear filters</Button>}
      >
        {filters.vanished === 'true' && 'Every test of the range still stands in the newest reports of its project.'}
      </EmptyState>
    );
  }
  const range = bar.range ?? defaultRange;
  return (
    <EmptyState
      title={`No test ran ${rangePhrase(range)}`}
      action={range !== '1y' && <Button onClick={() => changeBar({ range: '1y' })}>Show the last year</Button>}
    >
      Tests appear here when builds publish their reports: in a pipeline with the step{' '}
      <code className="mono">junit 'target/surefire-reports/*.xml'</code>, in a freestyle job with the post-build action
      “Publish JUnit test result report”.
    </EmptyState>
  );
}
