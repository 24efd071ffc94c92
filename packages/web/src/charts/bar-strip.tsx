import { useMemo } from 'react';
import type { Tone } from '../lib/result.ts';
import { barHeights } from '../ui/spark-heights.ts';
import classes from './bar-strip.module.css';
import type { Column } from './column.ts';
import { ColumnChart } from './column-chart.tsx';

/** One bar: what is said about it, where it leads, how high and in which colour it stands. */
export interface StripBar {
  readonly column: Column;
  readonly tone: Tone;
  /** Milliseconds; null stands low. */
  readonly duration: number | null;
}

interface BarStripProps {
  readonly name: string;
  /** Oldest first. */
  readonly bars: readonly StripBar[];
  readonly height: number;
  /** Places of the strip; fewer bars stand at its right end. */
  readonly places: number;
}

/** Runs side by side as bars: height is the duration, colour how each ended. */
export function BarStrip({ name, bars, height, places }: BarStripProps) {
  const columns = useMemo(() => bars.map(({ column }) => column), [bars]);
  const heights = useMemo(() => barHeights(bars), [bars]);
  return (
    <div className={classes.root} style={{ width: `${Math.min(1, bars.length / places) * 100}%` }}>
      <ColumnChart name={name} height={height} columns={columns}>
        {(plot) =>
          bars.map(({ column, tone }, index) => {
            const size = Math.max(3, (heights[index] ?? 0) * plot.height);
            const gap = plot.band > 8 ? 3 : 1;
            return (
              <rect
                key={column.key}
                x={plot.x(index) - (plot.band - gap) / 2}
                y={plot.height - size}
                width={Math.max(1, plot.band - gap)}
                height={size}
                rx={Math.min(2, plot.band / 4)}
                className={classes.bar}
                data-tone={tone}
              />
            );
          })
        }
      </ColumnChart>
    </div>
  );
}
