import type { StageFigures } from '@buildbutler/contract';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, formatCountOf, formatRate } from '../../lib/format-number.ts';
import { jobTitle } from '../../lib/job-name.ts';
import type { TableColumn } from '../../ui/table-column.ts';
import classes from './stage-columns.module.css';

type Column = TableColumn<StageFigures>;

/** Names a stage in the address and among the rows. */
export function stageKeyOf({ jobId, instance, stage }: StageFigures): string {
  return `${jobId ?? instance}~${stage}`;
}

const ms = (id: 'avg' | 'min' | 'max' | 'p50' | 'p95', header: string, definition?: string): Column => ({
  id,
  header,
  width: 76,
  isFigure: true,
  ...(definition === undefined ? {} : { definition }),
  ...(id === 'avg' || id === 'p95' || id === 'max' ? { sort: id, firstOrder: 'desc' as const } : {}),
  cell: (row) => formatDuration(row[id]),
});

/** The columns of the table of stages; `open` is the key of the row that is opened. */
export function stageColumns(open: string | undefined): Column[] {
  return [
    {
      id: 'stage',
      header: 'Stage',
      width: 240,
      grows: 1,
      sort: 'stage',
      cell: (row) => <StageLink row={row} isOpen={stageKeyOf(row) === open} />,
    },
    {
      id: 'runs',
      header: 'Runs',
      definition: definitions.stageRuns,
      width: 64,
      isFigure: true,
      sort: 'runs',
      firstOrder: 'desc',
      cell: ({ runs }) => formatCount(runs),
    },
    {
      id: 'failures',
      header: 'Failed',
      width: 68,
      isFigure: true,
      sort: 'failures',
      firstOrder: 'desc',
      cell: ({ failures }) => formatCount(failures),
    },
    ms('avg', 'Average'),
    ms('p50', 'Median', definitions.median),
    ms('p95', 'p95', definitions.p95),
    ms('max', 'Longest'),
    {
      id: 'criticalShare',
      header: 'On path',
      definition: definitions.criticalShare,
      width: 76,
      isFigure: true,
      cell: ({ criticalShare }) => formatRate(criticalShare),
    },
    {
      id: 'criticalAvg',
      header: 'Adds',
      definition: definitions.criticalAvg,
      width: 84,
      isFigure: true,
      sort: 'criticalAvg',
      firstOrder: 'desc',
      cell: ({ criticalAvg }) => formatDuration(criticalAvg),
    },
  ];
}

/** Opens a stage under its row, and closes it again. */
export function StageLink({ row, isOpen }: { row: StageFigures; isOpen: boolean }) {
  const search = (before: object) => ({ ...before, open: isOpen ? undefined : stageKeyOf(row) });
  const place = row.jobName === null ? formatCountOf(row.jobs, 'job') : jobTitle(row.jobName, true).name;
  return (
    <Link
      to="."
      search={search as never}
      resetScroll={false}
      replace
      data-row-link
      aria-expanded={isOpen}
      className={classes.link}
      title={row.jobName === null ? row.stage : `${row.stage} · ${row.jobName}`}
    >
      <IconChevronRight size={14} stroke={2} className={classes.chevron} data-open={isOpen || undefined} aria-hidden />
      <span className={classes.stage}>{row.stage}</span>
      <span className={classes.place}>{place}</span>
    </Link>
  );
}
