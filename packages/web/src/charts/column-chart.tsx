import { type ReactNode, useMemo, useState } from 'react';
import { useElementWidth } from '../lib/use-element-width.ts';
import { Axis, axisWidth, type ChartAxis, PlaceLabels } from './axis.tsx';
import type { Column, Lane, Plot } from './column.ts';
import classes from './column-chart.module.css';
import { ColumnLinks } from './column-links.tsx';
import { ColumnTip } from './column-tip.tsx';

interface ColumnChartProps {
  /** What the chart shows, for screen readers. */
  readonly name: string;
  readonly height: number;
  readonly columns: readonly Column[];
  /** The y axes, one for each plot from the top; none = one plot from 0 to 1 without a drawn axis. */
  readonly axes?: readonly ChartAxis[];
  /** The label of a place below the plots; absent = no labels. */
  readonly placeLabel?: (index: number) => string;
  /** Draws the marks. */
  readonly children: (plot: Plot) => ReactNode;
}

const footPx = 22;
const headPx = 6;
const betweenLanesPx = 16;

function laneAt(top: number, height: number, max: number): Lane {
  const floor = top + height;
  return { floor, y: (value) => floor - (Math.min(value, max) / max) * height };
}

function lanesOf(maxima: readonly number[], height: number): [Lane, ...Lane[]] {
  const [first = 1, ...rest] = maxima;
  const size = (height - betweenLanesPx * rest.length) / (rest.length + 1);
  return [
    laneAt(0, size, first),
    ...rest.map((max, index) => laneAt((index + 1) * (size + betweenLanesPx), size, max)),
  ];
}

/**
 * The frame of every chart over places (days, builds): axes, labels, and a column of its own for each place that is
 * hovered, focused by arrow keys, read out with its figures, and leads to the rows behind it.
 */
export function ColumnChart({ name, height, columns, axes = [], placeLabel, children }: ColumnChartProps) {
  const { ref, width } = useElementWidth<HTMLElement>();
  const [active, setActive] = useState<number | undefined>(undefined);
  const left = axisWidth(axes);
  const foot = placeLabel === undefined ? 0 : footPx;
  const top = axes.length === 0 ? 0 : headPx;
  const plotWidth = Math.max(0, width - left);
  const plotHeight = height - foot - top;
  const maxima = axes.map(({ max }) => max).join(' ');
  const plot = useMemo<Plot>(() => {
    const band = columns.length === 0 ? plotWidth : plotWidth / columns.length;
    return {
      width: plotWidth,
      height: plotHeight,
      band,
      x: (index) => (index + 0.5) * band,
      lanes: lanesOf(maxima === '' ? [1] : maxima.split(' ').map(Number), plotHeight),
      active,
    };
  }, [plotWidth, plotHeight, columns.length, maxima, active]);
  const shown = active === undefined ? undefined : columns[active];
  return (
    <figure ref={ref} className={classes.root} style={{ height }} aria-label={name}>
      {width > 0 && (
        <>
          <svg width={width} height={height} className={classes.picture} aria-hidden="true">
            <g transform={`translate(${left} ${top})`}>
              {plot.lanes.map((lane, index) => (
                <Axis key={lane.floor} axis={axes[index]} lane={lane} width={plotWidth} />
              ))}
              {children(plot)}
              {placeLabel !== undefined && <PlaceLabels plot={plot} count={columns.length} label={placeLabel} />}
            </g>
          </svg>
          <ColumnLinks columns={columns} left={left} bottom={foot} active={active} onActive={setActive} />
          {shown !== undefined && active !== undefined && (
            <ColumnTip column={shown} x={left + plot.x(active)} band={plot.band} width={width} />
          )}
        </>
      )}
    </figure>
  );
}
