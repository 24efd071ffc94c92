import { formatDuration } from '../../lib/format-duration.ts';
import { useNow } from '../../lib/use-now.ts';
import classes from './build-cells.module.css';

/** How long a build runs, by the second. */
export function RunningTime({ since }: { since: string }) {
  const now = useNow(1_000);
  return <span className={classes.running}>{formatDuration(Math.max(0, now - Date.parse(since)))}</span>;
}
