import { areaPath, knownPoints, linePath } from '../charts/line-path.ts';
import { useElementWidth } from '../lib/use-element-width.ts';
import classes from './spark-line.module.css';

interface SparkLineProps {
  readonly values: readonly (number | null)[];
  /** The value at the bottom: 0 for amounts; absent = the smallest value, for rates that move little. */
  readonly floor?: number;
}

const heightPx = 28;
const inset = 1.5;

/** A small line without axes; the figure beside it carries the meaning. Fewer than three values draw nothing. */
export function SparkLine({ values, floor }: SparkLineProps) {
  const { ref, width } = useElementWidth<HTMLDivElement>();
  const known = values.filter((value) => value !== null);
  const low = floor ?? Math.min(...known);
  const high = Math.max(...known);
  const y = (value: number) =>
    high === low ? heightPx / 2 : heightPx - inset - ((value - low) / (high - low)) * (heightPx - 2 * inset);
  const step = values.length > 1 ? (width - 2 * inset) / (values.length - 1) : 0;
  const points = knownPoints(
    values.map((value, index) => ({ x: inset + index * step, y: value === null ? null : y(value) })),
  );
  return (
    <div ref={ref} className={classes.root} aria-hidden="true">
      {width > 0 && known.length > 2 && (
        <svg width={width} height={heightPx} aria-hidden="true">
          <path d={areaPath(points, heightPx)} className={classes.area} />
          <path d={linePath(points)} className={classes.line} />
        </svg>
      )}
    </div>
  );
}
