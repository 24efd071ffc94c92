import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { viewerTimeZone } from '../../lib/format-time.ts';
import { defaultRange } from '../../lib/range.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useStages } from '../../queries/stages.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Ranking } from '../../ui/ranking.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { stageKeyOf } from '../pipelines/stage-columns.tsx';

const asked = 50;

/** The stages of a job, those that cost its builds most first. */
export function JobStages({ filters }: { filters: Filters }) {
  const stages = useStages({ ...filters, range: filters.range ?? defaultRange, tz: viewerTimeZone(), per_page: asked });
  if (stages.data === undefined) {
    return (
      <Panel title="Stages" flush>
        {stages.isError ? (
          <ErrorState compact error={stages.error} onRetry={() => void stages.refetch()} />
        ) : (
          <SkeletonRows count={5} />
        )}
      </Panel>
    );
  }
  const rows = stages.data.data;
  const most = Math.max(1, ...rows.map(({ criticalAvg }) => criticalAvg ?? 0));
  return (
    <Ranking
      title="Stages"
      of="Stage"
      kind="amount"
      figures={[
        { label: 'Adds', definition: definitions.criticalAvg },
        { label: 'Median', definition: definitions.median },
        { label: 'p95', definition: definitions.p95 },
      ]}
      rows={rows.map((row) => ({
        key: stageKeyOf(row),
        name: (className) => (
          <Link to="/pipelines" search={{ ...filters, open: stageKeyOf(row) }} className={className} title={row.stage}>
            {row.stage}
          </Link>
        ),
        share: (row.criticalAvg ?? 0) / most,
        figures: [formatDuration(row.criticalAvg), formatDuration(row.p50), formatDuration(row.p95)],
      }))}
      empty={
        <EmptyState
          compact
          title="No stages of this range are known: the job has none, or no build of it was opened."
        />
      }
    />
  );
}
