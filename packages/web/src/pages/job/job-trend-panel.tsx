import type { Job, JobTrend } from '@buildbutler/contract';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ChartSkeleton } from '../../charts/chart-skeleton.tsx';
import { ScatterChart, type ScatterPoint } from '../../charts/scatter-chart.tsx';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { defaultRange } from '../../lib/range.ts';
import { resultWord } from '../../lib/result.ts';
import { trendSteps } from '../../lib/trend-steps.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useJobTrend } from '../../queries/trends.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './job-trend-panel.module.css';

interface JobTrendPanelProps {
  readonly job: Job;
  readonly filters: Filters;
  readonly height: number;
}

/** How long each build took, and since when it differs for good. */
export function JobTrendPanel({ job, filters, height }: JobTrendPanelProps) {
  const { branch } = filters;
  const trend = useJobTrend(job.id, {
    range: filters.range ?? defaultRange,
    ...(branch === undefined ? {} : { branch }),
  });
  return (
    <Panel title="Duration" note={trend.data !== undefined && <Verdict changes={trend.data.changes} />}>
      {trend.data !== undefined ? (
        <Cloud trend={trend.data} height={height} />
      ) : trend.isError ? (
        <ErrorState compact error={trend.error} onRetry={() => void trend.refetch()} />
      ) : (
        <ChartSkeleton height={height} />
      )}
    </Panel>
  );
}

/** The newest change in words: `slower since #812: 4m 10s → 5m 46s`. */
function Verdict({ changes }: { changes: JobTrend['changes'] }) {
  const last = changes.at(-1);
  if (last === undefined) return <Hint text={definitions.changePoint}>no lasting change</Hint>;
  return (
    <span className={classes.verdict}>
      <Hint text={definitions.changePoint}>{last.ratio > 1 ? 'slower' : 'faster'} since</Hint>{' '}
      <Link to="/builds/$id" params={{ id: last.id }}>
        #{last.number}
      </Link>
      : {formatDuration(last.before)} → {formatDuration(last.after)}
    </span>
  );
}

function Cloud({ trend, height }: { trend: JobTrend; height: number }) {
  const navigate = useNavigate();
  const points = useMemo(
    () =>
      trend.points.map(({ id, number, timestamp, duration, result, branch }): ScatterPoint => {
        const { label, tone } = resultWord(result);
        const rows = [{ label, tone, value: formatDuration(duration) }];
        return {
          key: id,
          atMs: Date.parse(timestamp),
          value: duration,
          tone,
          title: `#${number}`,
          rows: branch === null ? rows : [...rows, { label: 'Branch', value: branch }],
        };
      }),
    [trend],
  );
  const steps = useMemo(() => trendSteps(trend), [trend]);
  if (points.length === 0) return <EmptyState compact title="No finished build in this range." />;
  return (
    <ScatterChart
      name="Duration build by build"
      height={height}
      points={points}
      steps={steps}
      marks={trend.changes.map(({ timestamp, number, ratio }) => ({
        atMs: Date.parse(timestamp),
        label: `#${number} ${ratio > 1 ? '+' : '−'}${Math.abs(Math.round((ratio - 1) * 100))}\u00a0%`,
      }))}
      onOpen={(id) => void navigate({ to: '/builds/$id', params: { id } })}
    />
  );
}
