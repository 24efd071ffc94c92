import type { Column } from './column.ts';
import classes from './column-tip.module.css';
import { Swatch } from './swatch.tsx';

const tipWidthPx = 200;
const gapPx = 8;

interface ColumnTipProps {
  readonly column: Column;
  /** The middle of the column and its width, in pixels of the chart. */
  readonly x: number;
  readonly band: number;
  /** Width of the chart. */
  readonly width: number;
}

/** What is known about the column under the pointer, beside it where there is room. */
export function ColumnTip({ column, x, band, width }: ColumnTipProps) {
  const right = x + band / 2 + gapPx;
  const isRight = right + tipWidthPx <= width;
  const left = isRight ? right : Math.max(0, x - band / 2 - gapPx - tipWidthPx);
  return (
    <div className={classes.root} style={{ left, width: tipWidthPx }} aria-hidden="true">
      <p className={classes.title}>{column.title}</p>
      {column.rows.map(({ label, value, tone }) => (
        <p key={label} className={classes.row}>
          {tone !== undefined && <Swatch tone={tone} />}
          <span className={classes.label}>{label}</span>
          <span className={classes.value}>{value}</span>
        </p>
      ))}
    </div>
  );
}
