import type { BuildSummary } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount } from '../../lib/format-number.ts';
import { runProgress } from '../../lib/run-progress.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useNow } from '../../lib/use-now.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { ResultMark } from '../../ui/result-mark.tsx';
import { JobLabel } from '../builds/job-label.tsx';
import { PanelRows } from './panel-rows.tsx';
import classes from './rows.module.css';
import running from './running-now.module.css';
import { type DashboardAnswers, runningLength } from './use-dashboard.ts';

interface RunningNowProps {
  readonly running: DashboardAnswers['running'];
  readonly filters: Filters;
}

/** What runs at this moment, each build measured against its estimate. */
export function RunningNow({ running: answer, filters }: RunningNowProps) {
  const now = useNow(1_000);
  const { result: _result, range: _range, ...places } = filters;
  const total = answer.data?.meta.total ?? 0;
  return (
    <Panel
      title="Running now"
      note={total > 0 ? formatCount(total) : undefined}
      action={
        total > runningLength && (
          <Link to="/builds" search={{ ...places, building: 'true' }}>
            Show all {formatCount(total)}
          </Link>
        )
      }
      flush
    >
      <PanelRows
        answer={answer}
        rows={answer.data?.data}
        empty={<EmptyState compact title="Nothing runs at this moment. A build that starts appears here by itself." />}
        head={
          <div className={`${classes.head} ${classes.marked}`}>
            <span className={classes.main}>Build</span>
            <span className={running.elapsed}>So far</span>
            <span className={running.left}>
              <Hint text={definitions.estimate}>Estimate</Hint>
            </span>
          </div>
        }
      >
        {(build) => <RunningRow key={build.id} build={build} nowMs={now} />}
      </PanelRows>
    </Panel>
  );
}

function RunningRow({ build, nowMs }: { build: BuildSummary; nowMs: number }) {
  const { elapsedMs, share, isOverdue, words } = runProgress(build, nowMs);
  return (
    <li className={classes.row}>
      <ResultMark result={null} building iconOnly />
      <span className={classes.main}>
        <Link to="/builds/$id" params={{ id: build.id }}>
          <JobLabel fullName={build.jobName} instance={build.instance} number={build.number} branch={build.branch} />
        </Link>
      </span>
      <span className={running.elapsed}>{formatDuration(elapsedMs)}</span>
      <span className={running.bar}>
        <ProgressBar
          share={share}
          label={`Progress of build ${build.number}`}
          tone={isOverdue ? 'unstable' : 'running'}
        />
      </span>
      <span className={running.words} data-overdue={isOverdue || undefined}>
        {words}
      </span>
    </li>
  );
}
