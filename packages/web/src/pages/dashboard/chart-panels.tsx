import type { Metrics, Result } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { BuildsByDay } from '../../charts/builds-by-day.tsx';
import { ChartLegend } from '../../charts/chart-legend.tsx';
import { ChartSkeleton } from '../../charts/chart-skeleton.tsx';
import { DurationByDay } from '../../charts/duration-by-day.tsx';
import { Swatch } from '../../charts/swatch.tsx';
import { definitions } from '../../lib/definitions.ts';
import { formatCount } from '../../lib/format-number.ts';
import { resultWord } from '../../lib/result.ts';
import type { Filters } from '../../lib/url-state.ts';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';

const heightPx = 208;

interface ChartPanelsProps {
  readonly metrics: Metrics | undefined;
  readonly filters: Filters;
}

/** Builds per day beside the course of their duration. */
export function ChartPanels({ metrics, filters }: ChartPanelsProps) {
  return (
    <>
      <Panel title="Builds per day">
        <ResultLegend figures={metrics?.data} filters={filters} />
        {metrics === undefined ? (
          <ChartSkeleton height={heightPx} />
        ) : (
          <BuildsByDay days={metrics.groups} filters={filters} height={heightPx} />
        )}
      </Panel>
      <Panel title="Duration">
        <DurationLegend />
        {metrics === undefined ? (
          <ChartSkeleton height={heightPx} />
        ) : (
          <DurationByDay days={metrics.groups} filters={filters} height={heightPx} />
        )}
      </Panel>
    </>
  );
}

/** Builds without a verdict share a colour, so they share an entry. */
const entries: readonly (readonly Result[])[] = [['SUCCESS'], ['UNSTABLE'], ['FAILURE'], ['ABORTED', 'NOT_BUILT']];

/** The results that occurred, each with its count and the way to its builds. */
function ResultLegend({ figures, filters }: { figures: Metrics['data'] | undefined; filters: Filters }) {
  const countOf = (result: Result) => figures?.byResult[result] ?? 0;
  const occurred = entries.map((entry) => entry.filter((result) => countOf(result) > 0));
  return (
    <ChartLegend>
      {occurred.map((entry) => {
        const [first, second] = entry;
        if (first === undefined) return null;
        const { label, tone } = resultWord(first);
        const words = second === undefined ? label : `${label}, ${resultWord(second).label.toLowerCase()}`;
        return (
          <Link key={first} to="/builds" search={{ ...filters, result: entry }}>
            <Swatch tone={tone} />
            {words} <span>{formatCount(entry.reduce((sum, result) => sum + countOf(result), 0))}</span>
          </Link>
        );
      })}
    </ChartLegend>
  );
}

/** What the two lines are. */
export function DurationLegend() {
  return (
    <ChartLegend>
      <span>
        <Swatch tone="line" />
        <Hint text={definitions.median}>Median</Hint>
      </span>
      <span>
        <Swatch tone="second" />
        <Hint text={definitions.p95}>95th percentile</Hint>
      </span>
    </ChartLegend>
  );
}
