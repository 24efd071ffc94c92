import { formatCount } from '../lib/format-number.ts';
import type { Column } from './column.ts';
import { ColumnChart } from './column-chart.tsx';
import classes from './count-bars.module.css';
import { countScale } from './scale.ts';

interface CountBarsProps {
  /** What the chart shows, for screen readers. */
  readonly name: string;
  readonly height: number;
  readonly columns: readonly Column[];
  /** At each column. */
  readonly counts: readonly number[];
  /** The column whose rows stand below; the others step back. */
  readonly chosen?: string | undefined;
  readonly placeLabel: (index: number) => string;
}

const widestBarPx = 40;

/** Counts side by side. */
export function CountBars({ name, height, columns, counts, chosen, placeLabel }: CountBarsProps) {
  const axis = { ...countScale(Math.max(0, ...counts)), format: formatCount };
  return (
    <ColumnChart name={name} height={height} columns={columns} axes={[axis]} placeLabel={placeLabel}>
      {(plot) => {
        const gap = plot.band > 6 ? Math.max(2, plot.band * 0.22) : plot.band > 3 ? 1 : 0;
        const width = Math.min(widestBarPx, plot.band - gap);
        const [lane] = plot.lanes;
        return columns.map(({ key }, index) => {
          const count = counts[index] ?? 0;
          if (count === 0) return null;
          return (
            <rect
              key={key}
              x={plot.x(index) - width / 2}
              y={lane.y(count)}
              width={width}
              height={Math.max(1.5, lane.floor - lane.y(count))}
              className={classes.bar}
              data-faded={(chosen !== undefined && chosen !== key) || undefined}
            />
          );
        });
      }}
    </ColumnChart>
  );
}
