import type { Fingerprint } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { categoryMeaning, categoryWord } from '../../lib/failure-category.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount } from '../../lib/format-number.ts';
import type { Filters } from '../../lib/url-state.ts';
import { Badge } from '../../ui/badge.tsx';
import { SparkLine } from '../../ui/spark-line.tsx';
import type { TableColumn } from '../../ui/table-column.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import classes from './fingerprint-table.module.css';

/** The columns of the table of equal failures; the filters go along with its links. */
export function fingerprintColumns(filters: Filters): TableColumn<Fingerprint>[] {
  return [
    {
      id: 'title',
      header: 'Failure',
      definition: definitions.fingerprint,
      width: 260,
      grows: 1,
      cell: (failure) => <FailureName failure={failure} filters={filters} />,
    },
    {
      id: 'category',
      header: 'Category',
      definition: definitions.category,
      width: 108,
      cell: ({ category }) => <span title={categoryMeaning(category)}>{categoryWord(category)}</span>,
    },
    {
      id: 'trend',
      header: 'Trend',
      width: 96,
      cell: ({ trend }) => (
        <span className={classes.spark}>
          <SparkLine values={trend} floor={0} />
        </span>
      ),
    },
    {
      id: 'count',
      header: 'Builds',
      width: 68,
      isFigure: true,
      sort: 'count',
      firstOrder: 'desc',
      cell: ({ id, count }) => (
        <Link to="/builds" search={{ ...filters, fingerprint: id }} className={classes.figure}>
          {formatCount(count)}
        </Link>
      ),
    },
    {
      id: 'jobs',
      header: 'Jobs',
      width: 60,
      isFigure: true,
      sort: 'jobs',
      firstOrder: 'desc',
      cell: ({ jobs }) => formatCount(jobs),
    },
    {
      id: 'minutesBurnt',
      header: 'Burnt',
      definition: definitions.minutesBurnt,
      width: 80,
      isFigure: true,
      sort: 'minutesBurnt',
      firstOrder: 'desc',
      cell: ({ minutesBurnt }) => formatDuration(minutesBurnt * 60_000),
    },
    {
      id: 'firstSeen',
      header: 'First seen',
      definition: definitions.firstSeen,
      width: 92,
      isFigure: true,
      sort: 'firstSeen',
      firstOrder: 'desc',
      cell: ({ firstSeenAt }) => <TimeAgo at={firstSeenAt} />,
    },
    {
      id: 'lastSeen',
      header: 'Last seen',
      width: 96,
      isFigure: true,
      sort: 'lastSeen',
      firstOrder: 'desc',
      cell: ({ lastSeenAt }) => <TimeAgo at={lastSeenAt} />,
    },
  ];
}

export function FailureName({ failure, filters }: { failure: Fingerprint; filters: Filters }) {
  const { id, title, isNew } = failure;
  return (
    <Link to="/failures/$id" params={{ id }} search={filters} data-row-link className={classes.name} title={title}>
      {isNew && (
        <Badge tone="new" title="First seen within the range">
          New
        </Badge>
      )}
      <span className={classes.title}>{title}</span>
    </Link>
  );
}
