import type { SilentJob } from '@buildbutler/contract';
import { IconClockExclamation } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatSpan } from '../../lib/format-duration.ts';
import { formatCount } from '../../lib/format-number.ts';
import type { Filters } from '../../lib/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';
import { JobLabel } from '../builds/job-label.tsx';
import { PanelRows } from './panel-rows.tsx';
import classes from './rows.module.css';
import { type DashboardAnswers, listLength } from './use-dashboard.ts';

/** The jobs that should have run and did not, the longest overdue first. */
export function SilentJobs({ silent, filters }: { silent: DashboardAnswers['silent']; filters: Filters }) {
  const all = silent.data?.data;
  return (
    <Panel
      title="Silent jobs"
      note={
        <Hint text={definitions.silent}>
          {all === undefined || all.length === 0 ? 'that used to run' : formatCount(all.length)}
        </Hint>
      }
      flush
    >
      <PanelRows
        answer={silent}
        rows={all?.slice(0, listLength)}
        empty={<EmptyState compact title="Every job that runs regularly ran when it usually does." />}
        head={
          <div className={`${classes.head} ${classes.marked}`}>
            <span className={classes.main}>Job</span>
            <span className={classes.number}>Usually</span>
            <span className={classes.time}>
              <Hint text={definitions.overdue}>Overdue</Hint>
            </span>
          </div>
        }
      >
        {(job) => <SilentRow key={job.jobId} job={job} filters={filters} />}
      </PanelRows>
    </Panel>
  );
}

function SilentRow({ job, filters }: { job: SilentJob; filters: Filters }) {
  return (
    <li className={classes.row}>
      <IconClockExclamation size={16} stroke={1.7} aria-hidden />
      <span className={classes.main}>
        <Link
          to="/jobs/$id"
          params={{ id: job.jobId }}
          search={filters.range === undefined ? {} : { range: filters.range }}
        >
          <JobLabel fullName={job.jobName} instance={job.instance} />
        </Link>
      </span>
      <span className={classes.number}>every {formatSpan(job.usualInterval)}</span>
      <span className={classes.time}>{formatSpan(job.overdue)}</span>
    </li>
  );
}
