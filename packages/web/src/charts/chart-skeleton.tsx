import classes from './chart-skeleton.module.css';

const lines = [0, 1, 2, 3];

/** The lines of a chart that is on its way, as high as the chart that will come. */
export function ChartSkeleton({ height }: { height: number }) {
  return (
    <div className={classes.root} style={{ height }} role="status" aria-label="Loading">
      {lines.map((line) => (
        <span key={line} className={classes.line} />
      ))}
    </div>
  );
}
