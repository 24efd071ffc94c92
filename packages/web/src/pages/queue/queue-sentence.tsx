import type { RouteAnswer, routes } from '@buildbutler/contract';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCountOf } from '../../lib/format-number.ts';
import { useNow } from '../../lib/use-now.ts';

export type Queue = RouteAnswer<typeof routes.listQueue>;

/** How many items wait, and how long the first of them has. */
export function QueueSentence({ queue, label }: { queue: Queue; label: string | undefined }) {
  const now = useNow(1_000);
  const [longest] = queue.data;
  const what = label === undefined ? '' : ` for ${label}`;
  const { total, asOf, page } = queue.meta;
  if (asOf === null) return <>The queue has not been looked at yet.</>;
  if (longest === undefined || page > 1) {
    return total === 0 ? (
      <>Nothing waits{what} at this moment.</>
    ) : (
      <>
        {formatCountOf(total, 'item')} {total === 1 ? 'waits' : 'wait'}
        {what} now.
      </>
    );
  }
  const waited = formatDuration(Math.max(0, now - Date.parse(longest.enteredAt)));
  const stuck = queue.data.filter(({ isStuck }) => isStuck).length;
  return (
    <>
      {formatCountOf(total, 'item')} {total === 1 ? 'waits' : 'wait'}
      {what} now, {total === 1 ? 'for' : 'the longest for'} {waited}
      {longest.reason !== null && ` (${longest.reason})`}
      {stuck > 0 && `; ${stuck} ${stuck === 1 ? 'is' : 'are'} stuck`}
    </>
  );
}
