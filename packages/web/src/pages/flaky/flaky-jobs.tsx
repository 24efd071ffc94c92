import type { FlakyJob } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatCount, formatCountOf, formatRate } from '../../lib/format-number.ts';
import { viewerTimeZone } from '../../lib/format-time.ts';
import { defaultRange } from '../../lib/range.ts';
import { testPlaces } from '../../lib/test-filters.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useTablePlace } from '../../lib/use-table-place.ts';
import { useFlakyJobs } from '../../queries/tests.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { RecentRuns } from '../../ui/recent-runs.tsx';
import type { TableColumn } from '../../ui/table-column.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { NameCell } from '../builds/build-cells.tsx';
import { JobLabel, JobName } from '../builds/job-label.tsx';
import narrow from '../builds/narrow-build.module.css';

const keyOf = ({ jobId, stage, branch }: FlakyJob) => `${jobId} ${stage} ${branch}`;

const columns: readonly TableColumn<FlakyJob>[] = [
  {
    id: 'job',
    header: 'Job',
    width: 170,
    grows: 2,
    cell: (row) => (
      <Link to="/jobs/$id" params={{ id: row.jobId }} search={toJob(row)} data-row-link>
        <JobLabel fullName={row.jobName} instance={row.instance} branch={row.branch} />
        {row.stage !== null && <span className="visually-hidden">, stage {row.stage}</span>}
      </Link>
    ),
  },
  { id: 'stage', header: 'Stage', width: 130, grows: 1, cell: ({ stage }) => <NameCell name={stage} /> },
  { id: 'branch', header: 'Branch', width: 96, grows: 1, cell: ({ branch }) => <NameCell name={branch} /> },
  {
    id: 'recent',
    header: 'Recent runs',
    definition: definitions.recentRuns.replace('on this branch, ', ''),
    width: 138,
    cell: ({ recent }) => <RecentRuns recent={recent} />,
  },
  {
    id: 'rerun',
    header: 'Passed on re-run',
    definition: definitions.passedOnRerun,
    width: 130,
    isFigure: true,
    cell: ({ passedOnRerun }) => formatCount(passedOnRerun),
  },
  {
    id: 'flips',
    header: 'Flips',
    definition: definitions.flips.replace('test', 'job or stage').replace(' Skips are left out.', ''),
    width: 60,
    isFigure: true,
    cell: ({ flips }) => formatCount(flips),
  },
  {
    id: 'passRate',
    header: 'Pass rate',
    width: 80,
    isFigure: true,
    cell: ({ passRate }) => formatRate(passRate),
  },
  { id: 'runs', header: 'Runs', width: 60, isFigure: true, cell: ({ runs }) => formatCount(runs) },
  {
    id: 'lastFlip',
    header: 'Last flip',
    width: 92,
    isFigure: true,
    cell: ({ lastFlipAt }) => <TimeAgo at={lastFlipAt} />,
  },
];

const toJob = ({ branch }: FlakyJob) => (branch === null ? {} : { branch });

/** Jobs and stages that fail and pass on the same commit: flakiness where there is no test report. */
export function FlakyJobs({ bar }: { bar: Filters }) {
  const { place, change } = useTablePlace([]);
  const asked = { ...testPlaces(bar), range: bar.range ?? defaultRange, tz: viewerTimeZone() };
  const jobs = useFlakyJobs({ ...asked, ...place });
  if (jobs.isError && jobs.data === undefined) {
    return <ErrorState error={jobs.error} onRetry={() => void jobs.refetch()} />;
  }
  return (
    <PagedTable
      name="flaky-jobs"
      label="Flaky jobs and stages"
      noun="jobs and stages"
      columns={columns}
      rows={jobs.data?.data}
      total={jobs.data?.meta.total ?? 0}
      isStale={jobs.isPlaceholderData}
      rowKey={keyOf}
      place={place}
      onPlace={change}
      usualSort={{ sort: 'worst', order: 'desc' }}
      question={JSON.stringify([asked, place])}
      narrowRow={(row) => <NarrowFlakyJob row={row} />}
      empty={
        <EmptyState title="No job or stage failed and then passed on the same commit">
          That is what is looked for here: a build of the same commit that passes after one that failed.
        </EmptyState>
      }
    />
  );
}

function NarrowFlakyJob({ row }: { row: FlakyJob }) {
  return (
    <div className={narrow.text}>
      <div className={narrow.line}>
        <Link to="/jobs/$id" params={{ id: row.jobId }} search={toJob(row)} data-row-link className={narrow.name}>
          <JobName fullName={row.jobName} branch={row.branch} />
        </Link>
        <span className={narrow.end}>
          <RecentRuns recent={row.recent} places={20} />
        </span>
      </div>
      <div className={narrow.second}>
        <span className={narrow.branch}>{row.stage ?? row.branch ?? row.instance}</span>
        <span className={narrow.end}>{formatCountOf(row.passedOnRerun, 'commit')} passed on re-run</span>
      </div>
    </div>
  );
}
