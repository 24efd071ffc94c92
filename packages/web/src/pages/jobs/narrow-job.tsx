import type { JobSummary } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { formatRate } from '../../lib/format-number.ts';
import { ResultMark } from '../../ui/result-mark.tsx';
import { SparkBars } from '../../ui/spark-bars.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { JobLabel } from '../builds/job-label.tsx';
import { JobResult } from './job-result.tsx';
import classes from './narrow-job.module.css';

const places = 14;

/** A job in two lines: what it is and where; how it goes. */
export function NarrowJob({ job, range }: { job: JobSummary; range: string | undefined }) {
  return (
    <div className={classes.root}>
      <JobResult job={job} iconOnly />
      <Link
        to="/jobs/$id"
        params={{ id: job.id }}
        search={range === undefined ? {} : { range }}
        data-row-link
        className={classes.name}
      >
        <JobLabel fullName={job.fullName} instance={job.instance} isBranch={job.kind === 'multibranch-branch'} />
      </Link>
      <div className={classes.end}>
        <SparkBars builds={job.trend} places={places} />
        <span className={classes.figures}>
          {job.isBuilding && job.lastResult !== null && <ResultMark result={null} building iconOnly size={12} />}
          {job.redSince === null ? (
            formatRate(job.successRate)
          ) : (
            <>
              red <TimeAgo at={job.redSince} />
            </>
          )}
        </span>
      </div>
    </div>
  );
}
