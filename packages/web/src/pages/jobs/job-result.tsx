import type { JobSummary } from '@buildbutler/contract';
import { Badge } from '../../ui/badge.tsx';
import { ResultMark } from '../../ui/result-mark.tsx';
import classes from './job-result.module.css';

/** The result of a job's newest finished build, and whether one runs. */
export function JobResult({ job, iconOnly = false }: { job: JobSummary; iconOnly?: boolean }) {
  if (job.isDisabled && job.lastResult === null) return <Badge>Disabled</Badge>;
  if (job.lastResult === null && job.isBuilding) return <ResultMark result={null} building iconOnly={iconOnly} />;
  if (job.lastBuild === null) return <span className={classes.none}>Never built</span>;
  return (
    <span className={classes.root}>
      <ResultMark result={job.lastResult} iconOnly={iconOnly} />
      {job.isBuilding && !iconOnly && <ResultMark result={null} building iconOnly size={14} />}
    </span>
  );
}
