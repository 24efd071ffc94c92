import type { ReactNode } from 'react';
import classes from './chart-legend.module.css';

/** Names and colours of a chart's series in one row. */
export function ChartLegend({ children }: { children: ReactNode }) {
  return <div className={classes.root}>{children}</div>;
}
