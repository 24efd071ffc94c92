import type { Metrics } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, formatRate } from '../../lib/format-number.ts';
import type { Filters } from '../../lib/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';
import { JobLabel } from '../builds/job-label.tsx';
import { PanelRows } from './panel-rows.tsx';
import classes from './rows.module.css';
import type { DashboardAnswers } from './use-dashboard.ts';

type JobGroup = Metrics['groups'][number];

const failuresOf = ({ byResult }: JobGroup) => byResult.FAILURE + byResult.UNSTABLE;

/** The jobs that failed most in the range. */
export function WorstJobs({ worst, filters }: { worst: DashboardAnswers['worst']; filters: Filters }) {
  const { result: _result, ...places } = filters;
  return (
    <Panel
      title="Worst jobs"
      action={
        <Link to="/jobs" search={{ ...places, sort: 'failures', order: 'desc' }}>
          All jobs
        </Link>
      }
      flush
    >
      <PanelRows
        answer={worst}
        rows={worst.data?.groups.filter((group) => failuresOf(group) > 0)}
        empty={<EmptyState compact title="No build failed in this range." />}
        head={
          <div className={classes.head}>
            <span className={classes.main}>Job</span>
            <span className={classes.number}>
              <Hint text={definitions.failures}>Failures</Hint>
            </span>
            <span className={classes.number}>
              <Hint text={definitions.successRate}>Success</Hint>
            </span>
            <span className={classes.number}>
              <Hint text={definitions.minutesBurnt}>Burnt</Hint>
            </span>
          </div>
        }
      >
        {(group) => <WorstRow key={group.key} group={group} filters={filters} />}
      </PanelRows>
    </Panel>
  );
}

function WorstRow({ group, filters }: { group: JobGroup; filters: Filters }) {
  const range = filters.range === undefined ? {} : { range: filters.range };
  const { q: _q, folder: _folder, ...rest } = filters;
  return (
    <li className={classes.row}>
      <span className={classes.main}>
        <Link to="/jobs/$id" params={{ id: group.key }} search={range}>
          <JobLabel
            fullName={group.label}
            isBranch={group.kind === 'multibranch-branch'}
            {...(group.instance === undefined ? {} : { instance: group.instance })}
          />
        </Link>
      </span>
      <Link
        to="/builds"
        search={{ ...rest, job: group.key, result: ['UNSTABLE', 'FAILURE'] }}
        className={`${classes.side} ${classes.number} ${classes.figure}`}
        title={`${formatCount(failuresOf(group))} of ${formatCount(group.builds)} builds`}
      >
        {formatCount(failuresOf(group))}
      </Link>
      <span className={classes.number}>{formatRate(group.successRate)}</span>
      <span className={classes.number}>{formatDuration(group.minutesBurnt * 60_000)}</span>
    </li>
  );
}
