import { useSearch } from '@tanstack/react-router';
import { viewerTimeZone } from '../../lib/format-time.ts';
import { defaultRange } from '../../lib/range.ts';
import { testPlaces } from '../../lib/test-filters.ts';
import { useTablePlace } from '../../lib/use-table-place.ts';
import { useQueue, useQueueFigures } from '../../queries/queue.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import grid from '../../ui/page-grid.module.css';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useFilters } from '../frame/use-filters.ts';
import { QueueCards } from './queue-cards.tsx';
import { QueueDepth } from './queue-depth.tsx';
import { QueueItems } from './queue-items.tsx';
import { QueueRankings } from './queue-rankings.tsx';
import { QueueSentence } from './queue-sentence.tsx';

/** What waits now and why; how long people waited over the range, for what, and in which jobs. */
export function QueuePage() {
  const { filters } = useFilters();
  const { label: raw }: { label?: unknown } = useSearch({ strict: false });
  const label = typeof raw === 'string' && raw !== '' ? raw.slice(0, 500) : undefined;
  const { place, change } = useTablePlace([]);
  const { branch: _branch, ...places } = testPlaces(filters);
  const asked = { ...places, ...(label === undefined ? {} : { label }), ...place };
  const queue = useQueue(asked);
  const range = filters.range ?? defaultRange;
  const figures = useQueueFigures({ ...places, range, tz: viewerTimeZone() });
  return (
    <>
      <PageHeader
        title="Queue"
        sentence={
          queue.data === undefined ? (
            !queue.isError && <Skeleton width={280} height={14} />
          ) : (
            <QueueSentence queue={queue.data} label={label} />
          )
        }
        actions={<ExportMenu what="queue" query={{ ...places, range }} />}
      />
      <div className={grid.root}>
        {queue.isError && queue.data === undefined ? (
          <ErrorState error={queue.error} onRetry={() => void queue.refetch()} />
        ) : (
          <QueueItems queue={queue} label={label} place={place} onPlace={change} question={JSON.stringify(asked)} />
        )}
        {figures.isError && figures.data === undefined ? (
          <ErrorState error={figures.error} onRetry={() => void figures.refetch()} />
        ) : (
          <div className={grid.root} data-stale={figures.isPlaceholderData || undefined}>
            <QueueCards figures={figures.data} range={range} />
            <QueueDepth figures={figures.data} filters={filters} />
            <QueueRankings figures={figures.data} filters={filters} label={label} />
          </div>
        )}
      </div>
    </>
  );
}
