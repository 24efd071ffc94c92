import type { BuildSummary } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { formatDuration } from '../../lib/format-duration.ts';
import { ResultMark } from '../../ui/result-mark.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { TestsCell } from './build-cells.tsx';
import { BuildPick, type BuildPicker } from './build-pick.tsx';
import { JobName } from './job-label.tsx';
import classes from './narrow-build.module.css';
import { RunningTime } from './running-time.tsx';

interface NarrowBuildProps {
  readonly build: BuildSummary;
  readonly hasJob: boolean;
  readonly picker: BuildPicker;
}

/** A build in two lines: what it is and how long it took; where it ran and when. */
export function NarrowBuild({ build, hasJob, picker }: NarrowBuildProps) {
  const hasFailedTests = build.tests !== null && build.tests.failed > 0;
  return (
    <div className={classes.root}>
      <ResultMark result={build.result} building={build.building} iconOnly />
      <div className={classes.text}>
        <div className={classes.line}>
          <Link to="/builds/$id" params={{ id: build.id }} data-row-link className={classes.name}>
            {hasJob && <JobName fullName={build.jobName} branch={build.branch} />}
            <span className={classes.number}>#{build.number}</span>
          </Link>
          <span className={classes.end}>
            {build.building ? <RunningTime since={build.timestamp} /> : formatDuration(build.duration)}
          </span>
        </div>
        <div className={classes.second}>
          <span className={classes.branch}>{build.branch ?? build.cause ?? build.instance}</span>
          {hasFailedTests && <TestsCell tests={build.tests} />}
          <span className={classes.end}>
            <TimeAgo at={build.timestamp} />
          </span>
        </div>
      </div>
      <BuildPick build={build} picker={picker} />
    </div>
  );
}
