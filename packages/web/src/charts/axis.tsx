import classes from './axis.module.css';
import type { Lane, Plot } from './column.ts';
import { type AxisScale, labelledPlaces } from './scale.ts';

/** A y axis and how its steps are written. */
export interface ChartAxis extends AxisScale {
  format(value: number): string;
}

const letterPx = 7;
const labelPx = 60;

/** The room that the labels of y axes need at the left, in pixels. */
export function axisWidth(axes: readonly ChartAxis[]): number {
  if (axes.length === 0) return 0;
  const letters = axes.flatMap(({ ticks, format }) => ticks.map((tick) => format(tick).length));
  return 10 + letterPx * Math.max(1, ...letters);
}

/** The steps of a y axis with their lines. */
export function Axis({ axis, lane, width }: { axis: ChartAxis | undefined; lane: Lane; width: number }) {
  return axis?.ticks.map((tick) => (
    <g key={tick} transform={`translate(0 ${Math.round(lane.y(tick)) + 0.5})`}>
      <line x2={width} className={tick === 0 ? classes.floor : classes.grid} />
      <text x={-8} dy="0.32em" className={classes.tick}>
        {axis.format(tick)}
      </text>
    </g>
  ));
}

interface PlaceLabelsProps {
  readonly plot: Plot;
  readonly count: number;
  readonly label: (index: number) => string;
}

/** The names of as many places as fit below a chart. */
export function PlaceLabels({ plot, count, label }: PlaceLabelsProps) {
  return labelledPlaces(count, plot.width, labelPx).map((index) => {
    const isLast = index === count - 1 && plot.band < labelPx;
    return (
      <text
        key={index}
        x={isLast ? plot.width : plot.x(index)}
        y={plot.height + 16}
        className={isLast ? classes.lastPlace : classes.place}
      >
        {label(index)}
      </text>
    );
  });
}
