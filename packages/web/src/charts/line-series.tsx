import type { Lane, Plot } from './column.ts';
import { areaPath, isSparse, knownPoints, linePath } from './line-path.ts';
import classes from './line-series.module.css';

interface LineSeriesProps {
  readonly plot: Plot;
  readonly lane: Lane;
  readonly values: readonly (number | null)[];
  readonly tone: 'line' | 'second';
}

/** A line over the places of a chart; the main one stands on a soft area. */
export function LineSeries({ plot, lane, values, tone }: LineSeriesProps) {
  const points = values.map((value, index) => ({ x: plot.x(index), y: value === null ? null : lane.y(value) }));
  const known = knownPoints(points);
  const active = plot.active === undefined ? undefined : points[plot.active];
  const dots = isSparse(points) ? known : active === undefined ? [] : knownPoints([active]);
  return (
    <g data-tone={tone} className={classes.series}>
      {tone === 'line' && <path d={areaPath(known, lane.floor)} className={classes.area} />}
      <path d={linePath(known)} className={classes.line} />
      {dots.map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r={x === active?.x ? 3.5 : 2.5} className={classes.dot} />
      ))}
    </g>
  );
}
