import type { QueueFigures } from '@buildbutler/contract';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount } from '../../lib/format-number.ts';
import { rangePhrase } from '../../lib/range.ts';
import grid from '../../ui/page-grid.module.css';
import { StatCard } from '../../ui/stat-card.tsx';

/** How long items waited over the range. */
export function QueueCards({ figures, range }: { figures: QueueFigures | undefined; range: string }) {
  const data = figures?.data;
  const when = rangePhrase(range);
  return (
    <div className={grid.cards}>
      <StatCard label="Items" definition={definitions.queueItems} value={data && formatCount(data.items)} note={when} />
      <StatCard
        label="Average wait"
        definition={definitions.queueAvg}
        value={data && formatDuration(data.avg)}
        note={when}
      />
      <StatCard
        label="Median wait"
        definition="Half of the items waited no longer than this."
        value={data && formatDuration(data.p50)}
        note={when}
      />
      <StatCard
        label="p95 wait"
        definition={definitions.queueP95}
        value={data && formatDuration(data.p95)}
        note={when}
      />
      <StatCard
        label="Longest wait"
        definition={definitions.queueMax}
        value={data && formatDuration(data.max)}
        note={when}
      />
      <StatCard label="Stuck" definition={definitions.stuck} value={data && formatCount(data.stuck)} note={when} />
    </div>
  );
}
