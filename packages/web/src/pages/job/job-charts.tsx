import type { Job } from '@buildbutler/contract';
import { BuildsByDay } from '../../charts/builds-by-day.tsx';
import { ChartSkeleton } from '../../charts/chart-skeleton.tsx';
import type { Filters } from '../../lib/url-state.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { JobBranches } from './job-branches.tsx';
import classes from './job-page.module.css';
import { JobTrendPanel } from './job-trend-panel.tsx';
import type { JobMetrics } from './use-job-figures.ts';

const heightPx = 208;
/** The other chart has a legend: both axes end at one line. */
const legendPx = 24;

interface JobChartsProps {
  readonly job: Job;
  readonly metrics: JobMetrics;
  /** Lead to the job's builds. */
  readonly filters: Filters;
}

/** How long the job takes, beside how its branches do; a job of one branch shows its builds per day instead. */
export function JobCharts({ job, metrics, filters }: JobChartsProps) {
  const days = metrics.data?.groups;
  const failed = metrics.isError && days === undefined;
  const waiting = failed ? (
    <ErrorState compact error={metrics.error} onRetry={() => void metrics.refetch()} />
  ) : (
    <ChartSkeleton height={heightPx} />
  );
  return (
    <div className={classes.pair}>
      <JobTrendPanel job={job} filters={filters} height={heightPx + legendPx} />
      {job.branches.length > 1 ? (
        <JobBranches branches={job.branches} chosen={filters.branch} />
      ) : (
        <Panel title="Builds per day">
          {days === undefined ? waiting : <BuildsByDay days={days} filters={filters} height={heightPx + legendPx} />}
        </Panel>
      )}
    </div>
  );
}
