import { formatDuration } from '../../lib/format-duration.ts';
import { formatExact } from '../../lib/format-time.ts';
import { useNow } from '../../lib/use-now.ts';
import classes from './queue-items.module.css';

/** How long something waits, by the second. */
export function WaitedTime({ since, isStuck }: { since: string; isStuck: boolean }) {
  const now = useNow(1_000);
  return (
    <span className={classes.waited} data-stuck={isStuck || undefined} title={`since ${formatExact(since)}`}>
      {formatDuration(Math.max(0, now - Date.parse(since)))}
    </span>
  );
}
