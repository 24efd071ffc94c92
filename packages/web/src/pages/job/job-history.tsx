import type { HistoryBar, Job } from '@buildbutler/contract';
import { HistoryStrip } from '../../charts/history-strip.tsx';
import { definitions } from '../../lib/definitions.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useBuilds } from '../../queries/builds.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonBlock } from '../../ui/skeleton.tsx';

const places = 60;
/** A young job's few bars keep a bar's width. */
const fewestPlaces = 30;
const heightPx = 84;

/** The newest builds as bars; under a branch or result filter those that match it. */
export function JobHistory({ job, filters }: { job: Job; filters: Filters }) {
  const { branch, result } = filters;
  const isNarrowed = branch !== undefined || result !== undefined;
  const matching = useBuilds(
    {
      job: job.id,
      per_page: places,
      ...(branch === undefined ? {} : { branch }),
      ...(result === undefined ? {} : { result }),
      ...(job.kind === 'matrix-configuration' ? { include: 'matrix' as const } : {}),
    },
    isNarrowed,
  );
  const bars: readonly HistoryBar[] | undefined = isNarrowed ? matching.data?.data.toReversed() : job.history;
  return (
    <Panel
      title={`Last ${bars?.length ?? places} builds`}
      note={
        <Hint text={definitions.trend.replace('The newest 20 builds: height', 'Height')}>
          {where(filters, job.branches.length > 1)}
        </Hint>
      }
    >
      {bars === undefined ? (
        <SkeletonBlock height={heightPx} />
      ) : bars.length === 0 ? (
        <EmptyState compact title="No build matches the filters." />
      ) : (
        <HistoryStrip builds={bars} height={heightPx} places={Math.max(fewestPlaces, bars.length)} />
      )}
    </Panel>
  );
}

function where({ branch, result }: Filters, hasBranches: boolean): string {
  if (branch === undefined && result === undefined) return `${hasBranches ? 'all branches, ' : ''}newest at the right`;
  return [branch === undefined ? 'all branches' : `branch ${branch}`, result === undefined ? '' : 'filtered by result']
    .filter((part) => part !== '')
    .join(', ');
}
