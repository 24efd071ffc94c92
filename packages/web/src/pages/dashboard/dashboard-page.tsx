import { defaultRange } from '../../lib/range.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { NoBuilds } from '../builds/no-builds.tsx';
import { useFilters } from '../frame/use-filters.ts';
import { ChartPanels } from './chart-panels.tsx';
import classes from './dashboard-page.module.css';
import { FailureCategories } from './failure-categories.tsx';
import { RecentBuilds } from './recent-builds.tsx';
import { RedNow } from './red-now.tsx';
import { RunningNow } from './running-now.tsx';
import { SilentJobs } from './silent-jobs.tsx';
import { StatRow } from './stat-row.tsx';
import { StateSentence } from './state-sentence.tsx';
import { useDashboard } from './use-dashboard.ts';
import { WorstJobs } from './worst-jobs.tsx';

/** What is red, how it goes, what runs: everything under the filters of the bar. */
export function DashboardPage() {
  const { filters } = useFilters();
  const answers = useDashboard(filters);
  const { metrics, running } = answers;
  const isEmpty = metrics.data?.data.builds === 0 && running.data?.meta.total === 0 && !metrics.isPlaceholderData;
  return (
    <>
      <PageHeader
        title="Dashboard"
        sentence={<StateSentence answers={answers} filters={filters} />}
        actions={<ExportMenu what="metrics" query={{ ...filters, range: filters.range ?? defaultRange }} />}
      />
      {metrics.isError && metrics.data === undefined ? (
        <ErrorState error={metrics.error} onRetry={() => void metrics.refetch()} />
      ) : isEmpty ? (
        <NoBuilds filters={filters} />
      ) : (
        <div className={classes.root} data-stale={metrics.isPlaceholderData || undefined}>
          <StatRow answers={answers} filters={filters} />
          <div className={classes.pair}>
            <ChartPanels metrics={metrics.data} filters={filters} />
          </div>
          <div className={classes.pair}>
            <RedNow red={answers.red} filters={filters} />
            <RunningNow running={running} filters={filters} />
          </div>
          <div className={classes.pair}>
            <FailureCategories failures={answers.failures} filters={filters} />
            <WorstJobs worst={answers.worst} filters={filters} />
          </div>
          <div className={classes.pair}>
            <RecentBuilds recent={answers.recent} filters={filters} />
            <SilentJobs silent={answers.silent} filters={filters} />
          </div>
        </div>
      )}
    </>
  );
}
