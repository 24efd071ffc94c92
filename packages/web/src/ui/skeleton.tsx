import classes from './skeleton.module.css';

/** A grey stand-in for text that is on its way. */
export function Skeleton({ width = '100%', height = 12 }: { width?: number | string; height?: number | string }) {
  return <span className={classes.bone} style={{ width, height }} aria-hidden="true" />;
}

const widths = ['62%', '48%', '71%', '55%', '66%', '43%'];

/** Stand-in for rows of a table or list, as high as the rows that will come. */
export function SkeletonRows({ count, height = 36 }: { count: number; height?: number }) {
  return (
    <div className={classes.rows} role="status" aria-label="Loading">
      {Array.from({ length: count }, (_, index) => index).map((row) => (
        <div key={row} className={classes.row} style={{ height }}>
          <Skeleton width={16} height={16} />
          <Skeleton width={widths[row % widths.length] ?? '60%'} />
          <Skeleton width={56} />
        </div>
      ))}
    </div>
  );
}

/** Stand-in for a chart or another block of a known height. */
export function SkeletonBlock({ height }: { height: number }) {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton height={height} />
    </div>
  );
}
