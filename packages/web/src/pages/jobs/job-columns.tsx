import type { JobSummary } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, formatRate, unknown } from '../../lib/format-number.ts';
import { SparkBars } from '../../ui/spark-bars.tsx';
import type { TableColumn } from '../../ui/table-column.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { JobLabel } from '../builds/job-label.tsx';
import { JobResult } from './job-result.tsx';

/** The columns of the table of jobs; `range` goes along to the page of a job. */
export function jobColumns(range: string | undefined): TableColumn<JobSummary>[] {
  return [
    { id: 'result', header: 'Last result', width: 116, cell: (job) => <JobResult job={job} /> },
    {
      id: 'job',
      header: 'Job',
      width: 180,
      grows: 1,
      sort: 'name',
      cell: (job) => (
        <Link to="/jobs/$id" params={{ id: job.id }} search={range === undefined ? {} : { range }} data-row-link>
          <JobLabel fullName={job.fullName} instance={job.instance} isBranch={job.kind === 'multibranch-branch'} />
        </Link>
      ),
    },
    {
      id: 'trend',
      header: 'Trend',
      definition: definitions.trend,
      width: 100,
      cell: (job) => <SparkBars builds={job.trend} />,
    },
    {
      id: 'successRate',
      header: 'Success',
      definition: definitions.successRate,
      width: 76,
      isFigure: true,
      sort: 'successRate',
      cell: (job) => formatRate(job.successRate),
    },
    {
      id: 'p50',
      header: 'Median',
      definition: definitions.median,
      width: 80,
      isFigure: true,
      sort: 'p50',
      firstOrder: 'desc',
      cell: (job) => formatDuration(job.duration.p50),
    },
    {
      id: 'p95',
      header: 'p95',
      definition: definitions.p95,
      width: 80,
      isFigure: true,
      sort: 'p95',
      firstOrder: 'desc',
      cell: (job) => formatDuration(job.duration.p95),
    },
    {
      id: 'builds',
      header: 'Builds',
      definition: definitions.builds,
      width: 68,
      isFigure: true,
      sort: 'builds',
      firstOrder: 'desc',
      cell: (job) => formatCount(job.builds),
    },
    {
      id: 'minutesBurnt',
      header: 'Burnt',
      definition: definitions.minutesBurnt,
      width: 80,
      isFigure: true,
      sort: 'minutesBurnt',
      firstOrder: 'desc',
      cell: (job) => (job.failures === 0 ? unknown : formatDuration(job.minutesBurnt * 60_000)),
    },
    {
      id: 'redSince',
      header: 'Red since',
      definition: definitions.redSince,
      width: 92,
      isFigure: true,
      sort: 'redSince',
      firstOrder: 'desc',
      cell: (job) => (job.redSince === null ? unknown : <TimeAgo at={job.redSince} />),
    },
    {
      id: 'lastBuild',
      header: 'Last build',
      width: 104,
      isFigure: true,
      sort: 'lastBuildAt',
      firstOrder: 'desc',
      cell: (job) => <LastBuild job={job} />,
    },
  ];
}

function LastBuild({ job }: { job: JobSummary }) {
  if (job.lastBuildId === null) return unknown;
  return (
    <Link to="/builds/$id" params={{ id: job.lastBuildId }} title={`Build #${job.lastBuild}`}>
      <TimeAgo at={job.lastBuildAt} />
    </Link>
  );
}
