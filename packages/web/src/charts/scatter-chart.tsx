import { memo, useMemo, useState } from 'react';
import { formatMoment } from '../lib/format-time.ts';
import type { Tone } from '../lib/result.ts';
import { useElementWidth } from '../lib/use-element-width.ts';
import axisClasses from './axis.module.css';
import { Axis, axisWidth, type ChartAxis } from './axis.tsx';
import type { Column, Lane } from './column.ts';
import { ColumnTip } from './column-tip.tsx';
import { durationScale, formatStep } from './scale.ts';
import classes from './scatter-chart.module.css';
import { ScatterPointer } from './scatter-pointer.tsx';
import { cloudTop, type Span, timeTicks } from './scatter-scale.ts';

/** One dot: a build. */
export interface ScatterPoint {
  readonly key: string;
  readonly atMs: number;
  /** Milliseconds. */
  readonly value: number;
  readonly tone: Tone;
  readonly title: string;
  readonly rows: Column['rows'];
}

interface ScatterChartProps {
  readonly name: string;
  readonly height: number;
  /** Oldest first. */
  readonly points: readonly ScatterPoint[];
  /** Levels over the whole width: an average, a percentile. */
  readonly levels?: readonly { readonly label: string; readonly value: number; readonly tone: 'line' | 'second' }[];
  /** Levels that hold for a while: the median between two changes. */
  readonly steps?: readonly (Span & { readonly value: number })[];
  /** Places where something changed. */
  readonly marks?: readonly { readonly atMs: number; readonly label: string }[];
  readonly selected?: Span | undefined;
  /** A span that was dragged, or undefined to let go of it; absent = nothing can be selected. */
  readonly onSelect?: (span: Span | undefined) => void;
  readonly onOpen: (key: string) => void;
}

const footPx = 22;
const headPx = 16;
const insetPx = 6;
const tickRoomPx = 84;

const shortDay = (ms: number) => new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }).format(ms);

/** Where things stand in the plot, in pixels of it. */
interface ScatterPlot {
  readonly axis: ChartAxis;
  readonly lane: Lane;
  readonly left: number;
  readonly width: number;
  readonly span: Span;
  readonly places: readonly { readonly x: number; readonly y: number }[];
  x(ms: number): number;
  timeAt(px: number): number;
}

function usePlot({ points, levels = [], height }: ScatterChartProps, width: number): ScatterPlot {
  const top = cloudTop([...points.map(({ value }) => value), ...levels.map(({ value }) => value)]);
  const axis = useMemo<ChartAxis>(() => ({ ...durationScale(top, 4), format: formatStep }), [top]);
  const { max } = axis;
  const left = axisWidth([axis]);
  const plotWidth = Math.max(1, width - left);
  const floor = height - footPx - headPx;
  const fromMs = points[0]?.atMs ?? 0;
  const toMs = points.at(-1)?.atMs ?? 1;
  return useMemo(() => {
    const reach = Math.max(1, toMs - fromMs);
    const inner = Math.max(1, plotWidth - 2 * insetPx);
    const x = (ms: number) => insetPx + ((ms - fromMs) / reach) * inner;
    const y = (value: number) => floor - (Math.min(value, max) / max) * floor;
    return {
      axis,
      lane: { floor, y },
      left,
      width: plotWidth,
      span: { fromMs, toMs },
      places: points.map(({ atMs, value }) => ({ x: x(atMs), y: y(value) })),
      x,
      timeAt: (px) => fromMs + ((px - insetPx) / inner) * reach,
    };
  }, [points, axis, max, left, plotWidth, floor, fromMs, toMs]);
}

/** One dot a build over time, with the levels that say what is usual; a dot leads to its build. */
export function ScatterChart(props: ScatterChartProps) {
  const { name, height, points, onSelect, onOpen } = props;
  const { ref, width } = useElementWidth<HTMLElement>();
  const [active, setActive] = useState<number | undefined>(undefined);
  const plot = usePlot(props, width);
  const shown = active === undefined ? undefined : points[active];
  const place = active === undefined ? undefined : plot.places[active];
  return (
    <figure ref={ref} className={classes.root} style={{ height }} aria-label={name}>
      {width > 0 && (
        <>
          <svg width={width} height={height} className={classes.picture} aria-hidden="true">
            <g transform={`translate(${plot.left} ${headPx})`}>
              <Cloud chart={props} plot={plot} />
              {place !== undefined && <circle cx={place.x} cy={place.y} r={5} className={classes.active} />}
            </g>
          </svg>
          <ScatterPointer
            {...{ name, points, active, onSelect, onOpen }}
            inset={{ left: plot.left, top: headPx, bottom: footPx }}
            places={plot.places}
            onActive={setActive}
            timeAt={plot.timeAt}
          />
          {shown !== undefined && place !== undefined && (
            <ColumnTip column={tipOf(shown)} x={plot.left + place.x} band={10} width={width} />
          )}
        </>
      )}
    </figure>
  );
}

function tipOf({ key, title, rows, atMs }: ScatterPoint): Column {
  const started = { label: 'Started', value: formatMoment(new Date(atMs).toISOString()) };
  return { key, title, rows: [...rows, started], target: { to: '/builds/$id', params: { id: key } } };
}

/** Everything that is drawn, whatever the pointer is over. */
function Cloud({ chart, plot }: { chart: ScatterChartProps; plot: ScatterPlot }) {
  const { points, levels = [], steps = [], marks = [], selected } = chart;
  const { axis, lane, width, span, places, x } = plot;
  return (
    <>
      <Axis axis={axis} lane={lane} width={width} />
      {selected !== undefined && (
        <rect
          x={x(selected.fromMs)}
          y={0}
          width={Math.max(2, x(selected.toMs) - x(selected.fromMs))}
          height={lane.floor}
          className={classes.selected}
        />
      )}
      {marks.map(({ atMs, label }) => (
        <Mark key={`${atMs} ${label}`} x={x(atMs)} floor={lane.floor} width={width} label={label} />
      ))}
      <Dots points={points} places={places} />
      {levels.map(({ label, value, tone }) => (
        <g key={label} transform={`translate(0 ${Math.round(lane.y(value)) + 0.5})`}>
          <line x2={width} className={classes.level} data-tone={tone} />
        </g>
      ))}
      {steps.map(({ fromMs, toMs, value }) => (
        <line key={fromMs} x1={x(fromMs)} x2={x(toMs)} y1={lane.y(value)} y2={lane.y(value)} className={classes.step} />
      ))}
      <TimeLabels span={span} x={x} width={width} y={lane.floor + 16} />
    </>
  );
}

const Dots = memo(function Dots(props: {
  readonly points: readonly ScatterPoint[];
  readonly places: readonly { readonly x: number; readonly y: number }[];
}) {
  const radius = props.points.length > 600 ? 2 : 2.75;
  return props.points.map(({ key, tone }, index) => {
    const place = props.places[index];
    return (
      place !== undefined && (
        <circle key={key} cx={place.x} cy={place.y} r={radius} className={classes.dot} data-tone={tone} />
      )
    );
  });
});

function Mark({ x, floor, width, label }: { x: number; floor: number; width: number; label: string }) {
  const isRight = x > width - 90;
  return (
    <g transform={`translate(${Math.round(x) + 0.5} 0)`}>
      <line y1={-2} y2={floor} className={classes.mark} />
      <text x={isRight ? -4 : 4} y={-4} className={classes.markLabel} data-right={isRight || undefined}>
        {label}
      </text>
    </g>
  );
}

interface TimeLabelsProps {
  readonly span: Span;
  readonly x: (ms: number) => number;
  readonly width: number;
  readonly y: number;
}

function TimeLabels({ span, x, width, y }: TimeLabelsProps) {
  const ticks = timeTicks(span, Math.max(2, Math.min(8, Math.floor(width / tickRoomPx))));
  const labels = ticks.map(shortDay);
  return ticks.map((ms, index) => {
    if (index > 0 && labels[index] === labels[index - 1]) return null;
    const isEnd = index === ticks.length - 1 && index > 0;
    return (
      <text
        key={ms}
        x={isEnd ? width : x(ms)}
        y={y}
        className={isEnd ? axisClasses.lastPlace : index === 0 ? classes.firstPlace : axisClasses.place}
      >
        {labels[index]}
      </text>
    );
  });
}
