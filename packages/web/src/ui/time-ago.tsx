import { formatExact, formatRelative } from '../lib/format-time.ts';
import { usePageNow } from './now-context.tsx';

/** How long ago something was, with the exact time in the viewer's zone on hover. */
export function TimeAgo({ at }: { at: string | null | undefined }) {
  const now = usePageNow();
  if (at === null || at === undefined) return <span>{formatRelative(at, now)}</span>;
  return (
    <time dateTime={at} title={formatExact(at)}>
      {formatRelative(at, now)}
    </time>
  );
}
