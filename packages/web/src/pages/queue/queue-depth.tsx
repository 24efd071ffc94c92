import type { QueueFigures } from '@buildbutler/contract';
import { useMemo } from 'react';
import { ChartLegend } from '../../charts/chart-legend.tsx';
import { ChartSkeleton } from '../../charts/chart-skeleton.tsx';
import type { Column } from '../../charts/column.ts';
import { ColumnChart } from '../../charts/column-chart.tsx';
import { LineSeries } from '../../charts/line-series.tsx';
import { countScale } from '../../charts/scale.ts';
import { Swatch } from '../../charts/swatch.tsx';
import { definitions } from '../../lib/definitions.ts';
import { formatCount } from '../../lib/format-number.ts';
import { formatMoment } from '../../lib/format-time.ts';
import { stepLabel, stepRange } from '../../lib/queue-steps.ts';
import type { Filters } from '../../lib/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';

const heightPx = 180;
const oneDigit = (value: number) => (Number.isInteger(value) ? formatCount(value) : value.toFixed(1));

/** How many items wait at a time over the range; a step leads to its own time. */
export function QueueDepth({ figures, filters }: { figures: QueueFigures | undefined; filters: Filters }) {
  const depth = figures?.depth;
  const columns = useMemo(
    () =>
      (depth ?? []).map(
        ({ at, waiting, most }, index): Column => ({
          key: at,
          title: formatMoment(at),
          rows: [
            { label: 'Most at once', tone: 'second', value: formatCount(most) },
            { label: 'Average', tone: 'line', value: oneDigit(waiting) },
          ],
          target: {
            to: '/queue',
            search: { ...filters, range: stepRange(depth ?? [], index) ?? filters.range },
            resetScroll: false,
          },
        }),
      ),
    [depth, filters],
  );
  return (
    <Panel title="Items waiting">
      <ChartLegend>
        <span>
          <Swatch tone="line" />
          <Hint text={definitions.depth}>Average</Hint>
        </span>
        <span>
          <Swatch tone="second" />
          <Hint text={definitions.depth}>Most at once</Hint>
        </span>
      </ChartLegend>
      {depth === undefined ? (
        <ChartSkeleton height={heightPx} />
      ) : depth.every(({ most }) => most === 0) ? (
        <EmptyState compact title="Nothing waited in this range, as far as the queue was looked at." />
      ) : (
        <ColumnChart
          name="Items waiting over time"
          height={heightPx}
          columns={columns}
          axes={[{ ...countScale(Math.max(0, ...depth.map(({ most }) => most))), format: formatCount }]}
          placeLabel={(index) => stepLabel(depth[index]?.at ?? '', depth)}
        >
          {(plot) => (
            <>
              <LineSeries plot={plot} values={depth.map(({ most }) => most)} lane={plot.lanes[0]} tone="second" />
              <LineSeries plot={plot} values={depth.map(({ waiting }) => waiting)} lane={plot.lanes[0]} tone="line" />
            </>
          )}
        </ColumnChart>
      )}
    </Panel>
  );
}
