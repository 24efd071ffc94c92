import type { Connection } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { formatSpan } from '../../lib/format-duration.ts';
import { formatCount, formatCountOf, formatRate } from '../../lib/format-number.ts';
import type { Filters } from '../../lib/url-state.ts';
import { usePageNow } from '../../ui/now-context.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import classes from './state-sentence.module.css';
import type { DashboardAnswers } from './use-dashboard.ts';

interface StateSentenceProps {
  readonly answers: DashboardAnswers;
  readonly filters: Filters;
}

/** The state in one sentence: how many jobs are red and since when, and how complete the figures are. */
export function StateSentence({ answers, filters }: StateSentenceProps) {
  const { red, longestRed, connections } = answers;
  if (connections.data?.data.length === 0) return null;
  if (red.data === undefined || longestRed.data === undefined || connections.data === undefined) {
    return red.isError ? null : <Skeleton width={320} height={14} />;
  }
  const shown = connections.data.data.filter(({ name }) => filters.instance?.includes(name) ?? true);
  return (
    <span className={classes.root}>
      <RedPart count={red.data.meta.total} since={longestRed.data.data[0]?.redSince ?? null} filters={filters} />
      <CollectedPart connections={shown} />
    </span>
  );
}

function RedPart({ count, since, filters }: { count: number; since: string | null; filters: Filters }) {
  const now = usePageNow();
  if (count === 0) return <span>No job is red</span>;
  const { result: _result, ...places } = filters;
  const search = { ...places, red: 'true', sort: 'redSince', order: 'asc' };
  return (
    <Link to="/jobs" search={search} className={classes.part}>
      <strong>{formatCountOf(count, 'job')} red</strong>
      {since !== null && `, ${count === 1 ? '' : 'longest '}since ${formatSpan(now - Date.parse(since))}`}
    </Link>
  );
}

function CollectedPart({ connections }: { connections: readonly Connection[] }) {
  const sum = (of: (connection: Connection) => number) => connections.reduce((total, item) => total + of(item), 0);
  // What still runs cannot be collected yet.
  const expected = sum(({ builds }) => builds.expected - builds.open);
  const known = sum(({ builds }) => builds.known);
  const importing = connections.filter(({ state }) => state === 'importing');
  if (expected === 0) return null;
  const text =
    importing.length > 0
      ? `importing: ${formatCount(known)} of ${formatCountOf(expected, 'build')} so far`
      : `${formatRate(known / expected)} of builds collected`;
  return (
    <>
      {' · '}
      <Link to="/settings/connections" className={classes.part}>
        {text}
      </Link>
    </>
  );
}
