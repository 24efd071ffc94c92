import type { StageDetail as Answer, StageFigures } from '@buildbutler/contract';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { Bars } from '../../charts/bars.tsx';
import { ChartLegend } from '../../charts/chart-legend.tsx';
import { countScale, durationScale, formatStep } from '../../charts/scale.ts';
import { ScatterChart, type ScatterPoint } from '../../charts/scatter-chart.tsx';
import type { Span } from '../../charts/scatter-scale.ts';
import { Swatch } from '../../charts/swatch.tsx';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, formatCountOf, formatRate } from '../../lib/format-number.ts';
import type { Tone } from '../../lib/result.ts';
import { useStage } from '../../queries/stages.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonBlock } from '../../ui/skeleton.tsx';
import classes from './stage-detail.module.css';
import { StageRuns } from './stage-runs.tsx';

interface StageDetailProps {
  readonly row: StageFigures;
  readonly asked: { readonly range: string; readonly tz: string };
}

/** One stage opened: how its durations are spread, when in the day it is slow, and each run. */
export function StageDetail({ row, asked }: StageDetailProps) {
  const stage = useStage({ ...asked, ...(row.jobId === null ? {} : { job: row.jobId }), stage: row.stage });
  if (stage.data !== undefined) return <Shown detail={stage.data} />;
  return (
    <div className={classes.root}>
      {stage.isError ? (
        <ErrorState compact error={stage.error} onRetry={() => void stage.refetch()} />
      ) : (
        <SkeletonBlock height={420} />
      )}
    </div>
  );
}

const chartPx = 150;
const cloudPx = 210;

function Shown({ detail }: { detail: Answer }) {
  const [selected, setSelected] = useState<Span | undefined>(undefined);
  const { data } = detail;
  return (
    <div className={classes.root}>
      <Facts>
        <Fact label="Shortest">{formatDuration(data.min)}</Fact>
        <Fact label="Average">{formatDuration(data.avg)}</Fact>
        <Fact label="Longest">{formatDuration(data.max)}</Fact>
        <Fact label="Success rate">{formatRate(data.successRate)}</Fact>
        <Fact label="On the critical path" definition={definitions.criticalShare}>
          {formatRate(data.criticalShare)} of builds
        </Fact>
        <Fact label="Adds to a build" definition={definitions.criticalAvg}>
          {formatDuration(data.criticalAvg)}
        </Fact>
        <Fact label="Waits for a person">{formatDuration(data.pause)}</Fact>
        <Fact label="Runs" definition={definitions.stageRuns}>
          {formatCount(data.runs)}
        </Fact>
      </Facts>
      <div className={classes.pair}>
        <Panel title="How long it takes">
          <Histogram bins={detail.histogram} />
        </Panel>
        <Panel title="By hour of the day">
          <HoursLegend />
          <Hours hours={detail.byHour} />
        </Panel>
      </div>
      <Panel title="Each run" note="drag to select some">
        <Cloud detail={detail} selected={selected} onSelect={setSelected} />
      </Panel>
      <StageRuns points={detail.points} selected={selected} onClear={() => setSelected(undefined)} />
    </div>
  );
}

function Histogram({ bins }: { bins: Answer['histogram'] }) {
  const axis = { ...countScale(Math.max(0, ...bins.map(({ count }) => count)), 3), format: formatCount };
  return (
    <Bars
      name="Runs by duration"
      height={chartPx}
      axis={axis}
      bars={bins.map(({ from, to, count }) => ({
        label: formatDuration(from),
        text: `${formatDuration(from)} to ${formatDuration(to)}: ${formatCountOf(count, 'run')}`,
        value: count,
      }))}
    />
  );
}

function HoursLegend() {
  return (
    <ChartLegend>
      <span>
        <Swatch tone="line" /> Average
      </span>
      <span>
        <Swatch tone="second" />
        <Hint text={definitions.p95}>95th percentile</Hint>
      </span>
    </ChartLegend>
  );
}

function Hours({ hours }: { hours: Answer['byHour'] }) {
  const top = Math.max(0, ...hours.flatMap(({ avg, p95 }) => [avg ?? 0, p95 ?? 0]));
  return (
    <Bars
      name="Duration by hour of the day"
      height={chartPx - 28}
      axis={{ ...durationScale(top, 3), format: formatStep }}
      bars={hours.map(({ hour, runs, avg, p95 }) => ({
        label: `${String(hour).padStart(2, '0')}:00`,
        text: `${String(hour).padStart(2, '0')}:00: ${formatCountOf(runs, 'run')}, average ${formatDuration(avg)}, 95th percentile ${formatDuration(p95)}`,
        value: avg,
        tick: p95,
      }))}
    />
  );
}

const tones: Partial<Record<Answer['points'][number]['status'], Tone>> = {
  success: 'success',
  unstable: 'unstable',
  failure: 'failure',
};

interface CloudProps {
  readonly detail: Answer;
  readonly selected: Span | undefined;
  readonly onSelect: (span: Span | undefined) => void;
}

function Cloud({ detail, selected, onSelect }: CloudProps) {
  const navigate = useNavigate();
  const points = useMemo(
    () =>
      detail.points.map(
        ({ buildId, number, timestamp, duration, status }): ScatterPoint => ({
          key: buildId,
          atMs: Date.parse(timestamp),
          value: duration,
          tone: tones[status] ?? 'aborted',
          title: `#${number}`,
          rows: [{ label: 'Duration', value: formatDuration(duration) }],
        }),
      ),
    [detail],
  );
  const { avg, p95 } = detail.data;
  return (
    <>
      <ChartLegend>
        {avg !== null && (
          <span>
            <Swatch tone="line" /> Average {formatDuration(avg)}
          </span>
        )}
        {p95 !== null && (
          <span>
            <Swatch tone="second" />
            <Hint text={definitions.p95}>95th percentile</Hint> {formatDuration(p95)}
          </span>
        )}
      </ChartLegend>
      <ScatterChart
        name="Duration of each run"
        height={cloudPx}
        points={points}
        levels={[
          ...(avg === null ? [] : [{ label: 'average', value: avg, tone: 'line' as const }]),
          ...(p95 === null ? [] : [{ label: 'p95', value: p95, tone: 'second' as const }]),
        ]}
        selected={selected}
        onSelect={onSelect}
        onOpen={(id) => void navigate({ to: '/builds/$id', params: { id } })}
      />
    </>
  );
}
