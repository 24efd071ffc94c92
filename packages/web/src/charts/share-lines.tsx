import { formatRate } from '../lib/format-number.ts';
import type { Column } from './column.ts';
import { ColumnChart } from './column-chart.tsx';
import { LineSeries } from './line-series.tsx';

interface ShareLinesProps {
  /** What the chart shows, for screen readers. */
  readonly name: string;
  readonly height: number;
  readonly columns: readonly Column[];
  /** 0 to 1 at each column. */
  readonly main: readonly (number | null)[];
  readonly second: readonly (number | null)[];
  readonly placeLabel: (index: number) => string;
}

const axis = { max: 1, ticks: [0, 0.25, 0.5, 0.75, 1], format: (share: number) => formatRate(share).replace('.0', '') };

/** Two shares over the same places as lines between 0 and 100 %. */
export function ShareLines({ name, height, columns, main, second, placeLabel }: ShareLinesProps) {
  return (
    <ColumnChart name={name} height={height} columns={columns} axes={[axis]} placeLabel={placeLabel}>
      {(plot) => (
        <>
          <LineSeries plot={plot} values={second} lane={plot.lanes[0]} tone="second" />
          <LineSeries plot={plot} values={main} lane={plot.lanes[0]} tone="line" />
        </>
      )}
    </ColumnChart>
  );
}
