import type { QueueFigures } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount } from '../../lib/format-number.ts';
import { formatMoment } from '../../lib/format-time.ts';
import type { Filters } from '../../lib/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import grid from '../../ui/page-grid.module.css';
import { Panel } from '../../ui/panel.tsx';
import { Ranking } from '../../ui/ranking.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { JobLabel } from '../builds/job-label.tsx';

type Share = QueueFigures['byReason'][number];

const figures = [
  { label: 'Total', definition: definitions.totalWait },
  { label: 'Average', definition: definitions.queueAvg },
  { label: 'Items', definition: definitions.queueItems },
];

const figuresOf = ({ wait, avg, max, items }: Omit<Share, 'reason'>) => [
  formatDuration(wait),
  <span key="average" title={`longest ${formatDuration(max)}`}>
    {formatDuration(avg)}
  </span>,
  formatCount(items),
];

const shareOf = (row: { wait: number }, rows: readonly { wait: number }[]) =>
  row.wait / Math.max(1, ...rows.map(({ wait }) => wait));

/** Builds tell how long they waited, but not why: reasons and labels are known since the queue itself is read. */
function knownSince({ collectedSince, since }: QueueFigures['meta']): string | undefined {
  if (collectedSince === null) return 'not known yet';
  return Date.parse(collectedSince) > Date.parse(since) ? `known since ${formatMoment(collectedSince)}` : undefined;
}

interface QueueRankingsProps {
  readonly figures: QueueFigures | undefined;
  readonly filters: Filters;
  readonly label: string | undefined;
}

/** Where the waiting comes from: for what reason, for which label, in which job. */
export function QueueRankings({ figures: answer, filters, label: chosen }: QueueRankingsProps) {
  if (answer === undefined) {
    return (
      <div className={grid.pair}>
        <Panel title="By reason" flush>
          <SkeletonRows count={5} />
        </Panel>
        <Panel title="By label" flush>
          <SkeletonRows count={5} />
        </Panel>
      </div>
    );
  }
  const { byReason, byLabel, byJob } = answer;
  const known = knownSince(answer.meta);
  const nothing = <EmptyState compact title="Nothing waited in this range." />;
  const range = filters.range === undefined ? {} : { range: filters.range };
  return (
    <>
      <div className={grid.pair}>
        <Ranking
          title="By reason"
          note={known}
          of="Reason"
          kind="amount"
          figures={figures}
          empty={nothing}
          rows={byReason.map((row) => ({
            key: row.reason,
            name: () => <span title={row.reason}>{row.reason}</span>,
            share: shareOf(row, byReason),
            figures: figuresOf(row),
          }))}
        />
        <Ranking
          title="By label"
          note={known}
          of="Label"
          kind="amount"
          figures={figures}
          empty={nothing}
          rows={byLabel.map((row) => ({
            key: row.label,
            name: (className) => (
              <Link
                to="."
                search={
                  ((before: object) => ({
                    ...before,
                    label: row.label === chosen ? undefined : row.label,
                    page: undefined,
                  })) as never
                }
                resetScroll={false}
                aria-current={row.label === chosen ? 'true' : undefined}
                className={className}
                title={`What waits for ${row.label} now`}
              >
                {row.label}
              </Link>
            ),
            share: shareOf(row, byLabel),
            figures: figuresOf(row),
            isChosen: row.label === chosen,
          }))}
        />
      </div>
      <Ranking
        title="By job"
        of="Job"
        kind="amount"
        figures={figures}
        empty={nothing}
        rows={byJob.map((row) => ({
          key: `${row.instance} ${row.jobName}`,
          name: (className) =>
            row.jobId === null ? (
              <JobLabel fullName={row.jobName} instance={row.instance} />
            ) : (
              <Link to="/jobs/$id" params={{ id: row.jobId }} search={range} className={className}>
                <JobLabel fullName={row.jobName} instance={row.instance} />
              </Link>
            ),
          share: shareOf(row, byJob),
          figures: figuresOf(row),
        }))}
      />
    </>
  );
}
