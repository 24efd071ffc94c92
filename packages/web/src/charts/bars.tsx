import { useElementWidth } from '../lib/use-element-width.ts';
import { Axis, axisWidth, type ChartAxis, PlaceLabels } from './axis.tsx';
import classes from './bars.module.css';
import type { Lane, Plot } from './column.ts';

/** One bar: its name below, its figures in words, its height, and a second value as a tick over it. */
export interface Bar {
  readonly label: string;
  readonly text: string;
  readonly value: number | null;
  readonly tick?: number | null;
}

interface BarsProps {
  readonly name: string;
  readonly height: number;
  readonly bars: readonly Bar[];
  readonly axis: ChartAxis;
}

const footPx = 22;
const headPx = 6;

/** A few bars that only show how something is spread; each says its figures on hover and to screen readers. */
export function Bars({ name, height, bars, axis }: BarsProps) {
  const { ref, width } = useElementWidth<HTMLElement>();
  const left = axisWidth([axis]);
  const plotWidth = Math.max(1, width - left);
  const floor = height - footPx - headPx;
  const lane: Lane = { floor, y: (value) => floor - (Math.min(value, axis.max) / axis.max) * floor };
  const band = plotWidth / Math.max(1, bars.length);
  const plot: Plot = {
    width: plotWidth,
    height: floor,
    band,
    x: (index) => (index + 0.5) * band,
    lanes: [lane],
    active: undefined,
  };
  return (
    <figure ref={ref} className={classes.root} style={{ height }} aria-label={name}>
      {width > 0 && (
        <svg width={width} height={height} className={classes.picture} aria-hidden="true">
          <g transform={`translate(${left} ${headPx})`}>
            <Axis axis={axis} lane={lane} width={plotWidth} />
            {bars.map((bar, index) => (
              <OneBar key={bar.label} bar={bar} x={plot.x(index)} band={band} lane={lane} />
            ))}
            <PlaceLabels plot={plot} count={bars.length} label={(index) => bars[index]?.label ?? ''} />
          </g>
        </svg>
      )}
      <ul className="visually-hidden">
        {bars.map(({ label, text }) => (
          <li key={label}>{text}</li>
        ))}
      </ul>
    </figure>
  );
}

function OneBar({ bar, x, band, lane }: { bar: Bar; x: number; band: number; lane: Lane }) {
  const width = Math.max(1, Math.min(40, band * 0.78));
  const { value, tick = null } = bar;
  return (
    <g>
      <title>{bar.text}</title>
      <rect x={x - band / 2} y={0} width={band} height={lane.floor} className={classes.ground} />
      {value !== null && value > 0 && (
        <rect
          x={x - width / 2}
          y={lane.y(value)}
          width={width}
          height={Math.max(1.5, lane.floor - lane.y(value))}
          className={classes.bar}
        />
      )}
      {tick !== null && (
        <line x1={x - width / 2} x2={x + width / 2} y1={lane.y(tick)} y2={lane.y(tick)} className={classes.tick} />
      )}
    </g>
  );
}
