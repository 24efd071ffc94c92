import type { Column } from './column.ts';
import { ColumnChart } from './column-chart.tsx';
import { LineSeries } from './line-series.tsx';
import { durationScale, formatStep } from './scale.ts';

/** Where one line would press the other to the floor, each gets a plot and an axis of its own. */
const mostApart = 4;

function axisUpTo(values: readonly (number | null)[], most: number) {
  return { ...durationScale(Math.max(0, ...values.map((value) => value ?? 0)), most), format: formatStep };
}

/** The usual one of some values: a single odd day does not move it. */
function middleOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known[Math.floor(known.length / 2)] ?? 0;
}

interface DurationLinesProps {
  /** What the chart shows, for screen readers. */
  readonly name: string;
  readonly height: number;
  readonly columns: readonly Column[];
  /** Milliseconds at each column: the usual case, and the slow one above it. */
  readonly main: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  readonly placeLabel: (index: number) => string;
}

/** A usual and a slow duration over the same places as two lines. */
export function DurationLines({ name, height, columns, main, upper, placeLabel }: DurationLinesProps) {
  const shared = axisUpTo([...main, ...upper], 4);
  const own = axisUpTo(main, 2);
  // A single odd day of the main line needs the shared height as well: two plots would gain nothing.
  const isApart = shared.max > mostApart * middleOf(main) && own.max * 2 <= shared.max;
  const axes = isApart ? [axisUpTo(upper, 2), own] : [shared];
  return (
    <ColumnChart name={name} height={height} columns={columns} axes={axes} placeLabel={placeLabel}>
      {(plot) => (
        <>
          <LineSeries plot={plot} values={upper} lane={plot.lanes[0]} tone="second" />
          <LineSeries plot={plot} values={main} lane={plot.lanes.at(-1) ?? plot.lanes[0]} tone="line" />
        </>
      )}
    </ColumnChart>
  );
}
