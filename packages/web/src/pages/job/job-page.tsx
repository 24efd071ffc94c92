import type { Job } from '@buildbutler/contract';
import { useParams } from '@tanstack/react-router';
import { defaultRange } from '../../lib/range.ts';
import { useJob } from '../../queries/jobs.ts';
import { hasStatus } from '../../queries/query-client.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { BuildSkeleton } from '../build/build-skeleton.tsx';
import { useFilters } from '../frame/use-filters.ts';
import { JobBuilds } from './job-builds.tsx';
import { JobCharts } from './job-charts.tsx';
import { JobFailures } from './job-failures.tsx';
import { JobHeader } from './job-header.tsx';
import { JobHistory } from './job-history.tsx';
import classes from './job-page.module.css';
import { JobRecovery } from './job-recovery.tsx';
import { JobStages } from './job-stages.tsx';
import { JobStats } from './job-stats.tsx';
import { JobTests } from './job-tests.tsx';
import { useJobFigures } from './use-job-figures.ts';

/** One job: its newest builds as bars, how long it takes, how its branches do, all its builds. */
export function JobPage() {
  const { id = '' } = useParams({ strict: false });
  const { filters } = useFilters();
  const job = useJob(id, filters.range ?? defaultRange);
  if (job.isPending) return <BuildSkeleton />;
  if (job.data !== undefined) return <Shown key={id} job={job.data} />;
  if (hasStatus(job.error, 404) || hasStatus(job.error, 400)) {
    return (
      <EmptyState title="There is no such job">
        The link may be old, or the connection was removed with its history. Press / to find a job by its name.
      </EmptyState>
    );
  }
  return <ErrorState error={job.error} onRetry={() => void job.refetch()} />;
}

function Shown({ job }: { job: Job }) {
  const { filters } = useFilters();
  const { metrics, narrowed } = useJobFigures(job, filters);
  return (
    <>
      <JobHeader job={job} range={filters.range ?? defaultRange} />
      <div className={classes.root} data-stale={metrics.isPlaceholderData || undefined}>
        <JobStats metrics={metrics.data} filters={narrowed} />
        <JobHistory job={job} filters={filters} />
        <JobCharts job={job} metrics={metrics} filters={narrowed} />
        <div className={classes.pair}>
          <JobStages filters={narrowed} />
          <JobTests filters={narrowed} />
        </div>
        <div className={classes.pair}>
          <JobFailures filters={narrowed} />
          <JobRecovery filters={narrowed} />
        </div>
      </div>
      <JobBuilds job={job} filters={filters} />
    </>
  );
}
