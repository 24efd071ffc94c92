import type { BuildSummary } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { formatDuration } from '../../lib/format-duration.ts';
import type { Filters } from '../../lib/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ResultMark } from '../../ui/result-mark.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { JobLabel } from '../builds/job-label.tsx';
import { PanelRows } from './panel-rows.tsx';
import classes from './rows.module.css';
import type { DashboardAnswers } from './use-dashboard.ts';

/** The builds that started last. */
export function RecentBuilds({ recent, filters }: { recent: DashboardAnswers['recent']; filters: Filters }) {
  return (
    <Panel
      title="Recent builds"
      action={
        <Link to="/builds" search={filters}>
          All builds
        </Link>
      }
      flush
    >
      <PanelRows
        answer={recent}
        rows={recent.data?.data}
        empty={<EmptyState compact title="No build has ended in this range yet." />}
        head={
          <div className={`${classes.head} ${classes.marked}`}>
            <span className={classes.main}>Build</span>
            <span className={classes.branch}>Branch</span>
            <span className={classes.number}>Duration</span>
            <span className={classes.time}>Started</span>
          </div>
        }
      >
        {(build) => <RecentRow key={build.id} build={build} />}
      </PanelRows>
    </Panel>
  );
}

function RecentRow({ build }: { build: BuildSummary }) {
  return (
    <li className={classes.row}>
      <ResultMark result={build.result} building={build.building} iconOnly />
      <span className={classes.main}>
        <Link to="/builds/$id" params={{ id: build.id }}>
          <JobLabel fullName={build.jobName} instance={build.instance} number={build.number} branch={build.branch} />
        </Link>
      </span>
      <span className={classes.branch} title={build.branch ?? undefined}>
        {build.branch ?? '—'}
      </span>
      <span className={classes.number}>{formatDuration(build.duration)}</span>
      <span className={classes.time}>
        <TimeAgo at={build.timestamp} />
      </span>
    </li>
  );
}
