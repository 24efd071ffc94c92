import type { FingerprintDetail } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { formatSpan } from '../../lib/format-duration.ts';
import { formatCount } from '../../lib/format-number.ts';
import { formatExact } from '../../lib/format-time.ts';
import type { Filters } from '../../lib/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { usePageNow } from '../../ui/now-context.tsx';
import grid from '../../ui/page-grid.module.css';
import { Ranking } from '../../ui/ranking.tsx';
import { JobLabel } from '../builds/job-label.tsx';

interface FailurePlacesProps {
  readonly failure: FingerprintDetail;
  /** Lead to the builds of the failure. */
  readonly filters: Filters;
}

/** In which jobs and on which agents it happens. */
export function FailurePlaces({ failure: { byJob, byAgent }, filters }: FailurePlacesProps) {
  const mostInJob = Math.max(1, ...byJob.map(({ count }) => count));
  const mostOnAgent = Math.max(1, ...byAgent.map(({ count }) => count));
  return (
    <div className={grid.pair}>
      <Ranking
        title="Jobs"
        note={formatCount(byJob.length)}
        of="Job"
        kind="amount"
        figures={[
          { label: 'Builds' },
          { label: 'Last', definition: 'Time since the newest build that failed like this.' },
        ]}
        rows={byJob.map(({ jobId, jobName, instance, count, lastSeenAt }) => ({
          key: jobId,
          name: (className) => (
            <Link to="/builds" search={{ ...filters, job: jobId }} className={className}>
              <JobLabel fullName={jobName} instance={instance} />
            </Link>
          ),
          share: count / mostInJob,
          figures: [formatCount(count), <Ago key="last" at={lastSeenAt} />],
        }))}
        empty={<EmptyState compact title="No build of this range failed like this." />}
      />
      <Ranking
        title="Agents"
        note={formatCount(byAgent.length)}
        of="Agent"
        kind="amount"
        figures={[{ label: 'Builds' }]}
        rows={byAgent.map(({ agent, count }) => ({
          key: agent ?? '',
          name: (className) =>
            agent === null ? (
              'Not known'
            ) : (
              <Link to="/builds" search={{ ...filters, agent }} className={className}>
                {agent}
              </Link>
            ),
          share: count / mostOnAgent,
          figures: [formatCount(count)],
        }))}
        empty={<EmptyState compact title="Jenkins does not say on which agents." />}
      />
    </div>
  );
}

/** How long ago, without the word: a ranking is narrow. */
function Ago({ at }: { at: string }) {
  const now = usePageNow();
  return (
    <time dateTime={at} title={formatExact(at)}>
      {formatSpan(Math.max(0, now - Date.parse(at)))}
    </time>
  );
}
