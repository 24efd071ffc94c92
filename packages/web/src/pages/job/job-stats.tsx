import type { Metrics } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, formatRate } from '../../lib/format-number.ts';
import type { Filters } from '../../lib/url-state.ts';
import { Change } from '../../ui/change.tsx';
import { SparkLine } from '../../ui/spark-line.tsx';
import { StatCard } from '../../ui/stat-card.tsx';
import classes from './job-page.module.css';

interface JobStatsProps {
  readonly metrics: Metrics | undefined;
  /** Lead to the job's builds. */
  readonly filters: Filters;
}

function toBuilds(search: object) {
  return (figure: ReactNode, className: string | undefined) => (
    <Link to="/builds" search={search} className={className}>
      {figure}
    </Link>
  );
}

/** The job's figures over the range. */
export function JobStats({ metrics, filters }: JobStatsProps) {
  const now = metrics?.data;
  const before = metrics?.previous;
  const days = metrics?.groups ?? [];
  const slowest = toBuilds({ ...filters, sort: 'duration', order: 'desc' });
  const red = toBuilds({ ...filters, result: ['UNSTABLE', 'FAILURE'] });
  return (
    <div className={classes.stats}>
      <StatCard
        label="Builds"
        definition={definitions.builds}
        value={now && formatCount(now.builds)}
        note={now && <Change now={now.builds} before={before?.builds} />}
        link={toBuilds(filters)}
      >
        <SparkLine values={days.map(({ builds }) => builds)} floor={0} />
      </StatCard>
      <StatCard
        label="Success rate"
        definition={definitions.successRate}
        value={now && formatRate(now.successRate)}
        note={now && <Change now={now.successRate} before={before?.successRate} isShare />}
        link={red}
      >
        <SparkLine values={days.map(({ successRate }) => successRate)} />
      </StatCard>
      <StatCard
        label="Median duration"
        definition={definitions.median}
        value={now && formatDuration(now.duration.p50)}
        note={now && <Change now={now.duration.p50} before={before?.duration.p50} />}
        link={slowest}
      >
        <SparkLine values={days.map(({ duration }) => duration.p50)} floor={0} />
      </StatCard>
      <StatCard
        label="p95 duration"
        definition={definitions.p95}
        value={now && formatDuration(now.duration.p95)}
        note={now && <Change now={now.duration.p95} before={before?.duration.p95} />}
        link={slowest}
      >
        <SparkLine values={days.map(({ duration }) => duration.p95)} floor={0} />
      </StatCard>
      <StatCard
        label="Queue time"
        definition={definitions.queueTime}
        value={now && formatDuration(now.queueTime.avg)}
        note={now && <Change now={now.queueTime.avg} before={before?.queueTime.avg} />}
        link={toBuilds({ ...filters, sort: 'queueTime', order: 'desc' })}
      >
        <SparkLine values={days.map(({ queueTime }) => queueTime.avg)} floor={0} />
      </StatCard>
      <StatCard
        label="Time burnt"
        definition={definitions.minutesBurnt}
        value={now && formatDuration(now.minutesBurnt * 60_000)}
        note={now && <Change now={now.minutesBurnt} before={before?.minutesBurnt} />}
        link={red}
      >
        <SparkLine values={days.map(({ minutesBurnt }) => minutesBurnt)} floor={0} />
      </StatCard>
    </div>
  );
}
