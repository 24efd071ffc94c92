import type { Metrics } from '@buildbutler/contract';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import type { Filters } from '../../lib/url-state.ts';
import { Change } from '../../ui/change.tsx';
import { FigureCards } from '../../ui/figure-cards.tsx';
import { SparkLine } from '../../ui/spark-line.tsx';
import { StatCard } from '../../ui/stat-card.tsx';
import { toBuilds } from '../../ui/to-builds.tsx';
import classes from './job-page.module.css';

interface JobStatsProps {
  readonly metrics: Metrics | undefined;
  /** Lead to the job's builds. */
  readonly filters: Filters;
}

/** The job's figures over the range. */
export function JobStats({ metrics, filters }: JobStatsProps) {
  const now = metrics?.data;
  return (
    <div className={classes.stats}>
      <FigureCards metrics={metrics} filters={filters} />
      <StatCard
        label="Time burnt"
        definition={definitions.minutesBurnt}
        value={now && formatDuration(now.minutesBurnt * 60_000)}
        note={now && <Change now={now.minutesBurnt} before={metrics?.previous?.minutesBurnt} />}
        link={toBuilds({ ...filters, result: ['UNSTABLE', 'FAILURE'] })}
      >
        <SparkLine values={metrics?.groups.map(({ minutesBurnt }) => minutesBurnt) ?? []} floor={0} />
      </StatCard>
    </div>
  );
}
