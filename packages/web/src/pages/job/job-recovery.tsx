import type { Recovery } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration, formatSpan } from '../../lib/format-duration.ts';
import { formatCountOf } from '../../lib/format-number.ts';
import { defaultRange } from '../../lib/range.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useRecovery } from '../../queries/trends.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ResultMark } from '../../ui/result-mark.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import rows from '../dashboard/rows.module.css';

const shown = 6;

/** How long a job stays red: from the first red build to the end of the next green one. */
export function JobRecovery({ filters }: { filters: Filters }) {
  const { result: _result, ...places } = filters;
  const recovery = useRecovery({ ...places, range: filters.range ?? defaultRange });
  return (
    <Panel title="Time to recover" note={recovery.data !== undefined && <Note data={recovery.data.data} />} flush>
      {recovery.data !== undefined ? (
        <Rows recovery={recovery.data} />
      ) : recovery.isError ? (
        <ErrorState compact error={recovery.error} onRetry={() => void recovery.refetch()} />
      ) : (
        <SkeletonRows count={5} />
      )}
    </Panel>
  );
}

function Note({ data: { recoveries, open, p50 } }: { data: Recovery['data'] }) {
  const parts = [
    p50 === null ? null : `median ${formatDuration(p50)}`,
    recoveries > 0 ? formatCountOf(recoveries, 'recovery', 'recoveries') : null,
    open > 0 ? `${open} still red` : null,
  ].filter((part) => part !== null);
  return <Hint text={definitions.recovery}>{parts.length === 0 ? 'red to green' : parts.join(', ')}</Hint>;
}

function Rows({ recovery }: { recovery: Recovery }) {
  if (recovery.rows.length === 0) return <EmptyState compact title="The job was never red in this range." />;
  return (
    <>
      <div className={`${rows.head} ${rows.marked}`}>
        <span className={rows.main}>Red from, green at</span>
        <span className={rows.branch}>Branch</span>
        <span className={rows.number}>Red builds</span>
        <span className={rows.time}>Time</span>
      </div>
      <ul className={rows.list}>
        {recovery.rows.slice(0, shown).map((row) => (
          <li key={`${row.redBuild.id}`} className={rows.row}>
            <ResultMark result={row.greenBuild === null ? 'FAILURE' : 'SUCCESS'} iconOnly />
            <span className={rows.main}>
              <Link to="/builds/$id" params={{ id: row.redBuild.id }}>
                #{row.redBuild.number}
              </Link>
              {row.greenBuild === null ? (
                ' still red'
              ) : (
                <>
                  {' → '}
                  <Link to="/builds/$id" params={{ id: row.greenBuild.id }} className={rows.side}>
                    #{row.greenBuild.number}
                  </Link>
                </>
              )}
            </span>
            <span className={rows.branch} title={row.branch ?? undefined}>
              {row.branch ?? '—'}
            </span>
            <span className={rows.number}>{row.redBuilds}</span>
            <span className={rows.time}>{formatSpan(row.time)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
