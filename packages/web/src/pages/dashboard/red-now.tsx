import type { JobSummary } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { categoryWord } from '../../lib/failure-category.ts';
import { formatCount } from '../../lib/format-number.ts';
import { isRed } from '../../lib/result.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useBuildFailure } from '../../queries/failures.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ResultMark } from '../../ui/result-mark.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { JobLabel } from '../builds/job-label.tsx';
import { PanelRows } from './panel-rows.tsx';
import classes from './rows.module.css';
import { type DashboardAnswers, listLength } from './use-dashboard.ts';

/** The jobs that are red at this moment, the newest trouble first. */
export function RedNow({ red, filters }: { red: DashboardAnswers['red']; filters: Filters }) {
  const { result: _result, ...places } = filters;
  const total = red.data?.meta.total ?? 0;
  return (
    <Panel
      title="Red now"
      note={total > 0 ? formatCount(total) : undefined}
      action={
        total > listLength && (
          <Link to="/jobs" search={{ ...places, red: 'true', sort: 'redSince', order: 'desc' }}>
            Show all {formatCount(total)}
          </Link>
        )
      }
      flush
    >
      <PanelRows
        answer={red}
        rows={red.data?.data}
        empty={<EmptyState compact title="No job is red: every newest build passed, or was aborted or not built." />}
        head={
          <div className={`${classes.head} ${classes.marked}`}>
            <span className={classes.main}>
              <Hint text={definitions.redCause}>Job, why, who changed what</Hint>
            </span>
            <span>Last build</span>
            <span className={classes.time}>
              <Hint text={definitions.redSince}>Red since</Hint>
            </span>
          </div>
        }
      >
        {(job) => <RedRow key={job.id} job={job} filters={filters} />}
      </PanelRows>
    </Panel>
  );
}

function RedRow({ job, filters }: { job: JobSummary; filters: Filters }) {
  const range = filters.range === undefined ? {} : { range: filters.range };
  // The newest build may still run: the newest one that is red says why.
  const broken = job.trend.findLast(({ result }) => isRed(result));
  return (
    <li className={`${classes.row} ${classes.tall}`}>
      <ResultMark result={job.lastResult} iconOnly />
      <span className={classes.main}>
        <Link to="/jobs/$id" params={{ id: job.id }} search={range}>
          <JobLabel fullName={job.fullName} instance={job.instance} isBranch={job.kind === 'multibranch-branch'} />
        </Link>
        {broken !== undefined && <RedCause buildId={broken.id} />}
      </span>
      {job.isBuilding && <ResultMark result={null} building iconOnly />}
      {job.lastBuildId !== null && (
        <Link to="/builds/$id" params={{ id: job.lastBuildId }} className={classes.side}>
          #{job.lastBuild}
        </Link>
      )}
      <span className={classes.time}>
        <TimeAgo at={job.redSince} />
      </span>
    </li>
  );
}

/** What broke the newest build, and who changed what since it was green. */
function RedCause({ buildId }: { buildId: string }) {
  const { data } = useBuildFailure(buildId);
  if (data === undefined || data.state === 'green') return <span className={classes.cause} />;
  const { commits } = data.blame;
  const changes = commits.map(({ message, author }) => `${author ?? 'Somebody'}: ${message}`);
  const [newest] = changes;
  const more = changes.length > 1 ? ` (+${changes.length - 1})` : '';
  return (
    <span className={classes.cause} title={[data.sentence, ...changes].filter((line) => line !== null).join('\n')}>
      {data.category === null ? 'Not classified yet' : categoryWord(data.category)}
      {newest !== undefined && ` · ${newest}${more}`}
    </span>
  );
}
