import type { BuildSummary } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { categoryWord } from '../../lib/failure-category.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { ResultMark } from '../../ui/result-mark.tsx';
import type { TableColumn } from '../../ui/table-column.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import classes from './build-cells.module.css';
import { CauseCell, CommitCell, NameCell, TestsCell } from './build-cells.tsx';
import { JobLabel } from './job-label.tsx';
import { RunningTime } from './running-time.tsx';

type Column = TableColumn<BuildSummary>;

const job: Column = {
  id: 'job',
  header: 'Job',
  width: 156,
  grows: 3,
  cell: (build) => (
    <Link to="/builds/$id" params={{ id: build.id }} data-row-link>
      <JobLabel fullName={build.jobName} instance={build.instance} branch={build.branch} />
      <span className="visually-hidden">#{build.number}</span>
    </Link>
  ),
};

/** How it ended, and of a failure what kind it was on hover. */
function StatusCell({ build: { result, building, failureCategory } }: { build: BuildSummary }) {
  const mark = <ResultMark result={result} building={building} />;
  return failureCategory === null ? (
    mark
  ) : (
    <span className={classes.status} title={categoryWord(failureCategory)}>
      {mark}
    </span>
  );
}

const status: Column = {
  id: 'status',
  header: 'Status',
  width: 92,
  cell: (build) => <StatusCell build={build} />,
};

const figures: readonly Column[] = [
  { id: 'branch', header: 'Branch', width: 100, grows: 1, cell: (build) => <NameCell name={build.branch} /> },
  { id: 'commit', header: 'Commit', width: 72, cell: (build) => <CommitCell commit={build.commit} /> },
  { id: 'cause', header: 'Cause', width: 104, grows: 1, cell: (build) => <CauseCell build={build} /> },
  {
    id: 'duration',
    header: 'Duration',
    width: 74,
    isFigure: true,
    sort: 'duration',
    firstOrder: 'desc',
    cell: (build) => (build.building ? <RunningTime since={build.timestamp} /> : formatDuration(build.duration)),
  },
  {
    id: 'queue',
    header: 'Queue',
    definition: definitions.queueTime.replace('Average time', 'Time'),
    width: 64,
    isFigure: true,
    sort: 'queueTime',
    firstOrder: 'desc',
    cell: (build) => formatDuration(build.queueTime),
  },
  { id: 'tests', header: 'Tests', width: 72, isFigure: true, cell: (build) => <TestsCell tests={build.tests} /> },
  { id: 'agent', header: 'Agent', width: 80, grows: 1, cell: (build) => <NameCell name={build.agent} /> },
  {
    id: 'started',
    header: 'Started',
    width: 92,
    isFigure: true,
    sort: 'started',
    firstOrder: 'desc',
    cell: (build) => <TimeAgo at={build.timestamp} />,
  },
];

/** The columns of a table of builds of many jobs. */
export const buildColumns: readonly Column[] = [
  status,
  job,
  { id: 'number', header: 'Build', width: 62, cell: (build) => `#${build.number}` },
  ...figures,
];

/** The columns of a table of builds of one job: the number leads to the build. */
export const jobBuildColumns: readonly Column[] = [
  status,
  {
    id: 'number',
    header: 'Build',
    width: 120,
    grows: 1,
    cell: (build) => (
      <Link to="/builds/$id" params={{ id: build.id }} data-row-link title={build.displayName ?? undefined}>
        #{build.number}
        {build.displayName !== null && build.displayName !== `#${build.number}` && ` · ${build.displayName}`}
      </Link>
    ),
  },
  ...figures.map((column) => ({
    ...column,
    width: { branch: 136, cause: 124, agent: 96 }[column.id] ?? column.width,
  })),
];
