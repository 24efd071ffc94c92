import { folderSteps, jobTitle, splitJobName } from '../../lib/job-name.ts';
import { useConnections } from '../../queries/connections.ts';
import classes from './job-label.module.css';

interface JobLabelProps {
  readonly fullName: string;
  /** The connection; shown beside the folder while there are several. */
  readonly instance?: string;
  /** The branch of a build of the job: a job named after it is one branch of a multibranch project. */
  readonly branch?: string | null;
  /** Is the job one branch of a multibranch project? */
  readonly isBranch?: boolean;
  /** Stands after the name: a build's number. */
  readonly number?: number;
}

/** Names that say nothing without their project; where nothing better is known, they tell a branch job. */
const branchNames = /%2F|^(?:main|master|trunk|develop|PR-\d+|MR-\d+)$/i;

function titleOf({ fullName, branch, isBranch }: Pick<JobLabelProps, 'fullName' | 'branch' | 'isBranch'>) {
  const own = fullName.slice(fullName.lastIndexOf('/') + 1);
  return jobTitle(fullName, isBranch ?? (branch === splitJobName(fullName).name || branchNames.test(own)));
}

/** A job in one line: its own name first, then muted where it lives. What does not fit is on hover. */
export function JobLabel(props: JobLabelProps) {
  const { instance, number } = props;
  const { folder, name } = titleOf(props);
  const hasSources = (useConnections().data?.data.length ?? 0) > 1;
  const folders = folderSteps(folder).map(({ label }) => label);
  const source = hasSources ? instance : undefined;
  const place = [folders.join(' / '), source].filter(Boolean).join(' · ');
  const full = [instance, ...folders, name].filter((part) => part !== undefined).join(' / ');
  return (
    <span className={classes.root} title={number === undefined ? full : `${full} #${number}`}>
      <span className={classes.own}>
        <span className={classes.name}>{name}</span>
        {number !== undefined && <span className={classes.number}>#{number}</span>}
      </span>
      {place !== '' && <span className={classes.place}>{place}</span>}
    </span>
  );
}

/** A job's own name in one line. */
export function JobName(props: Pick<JobLabelProps, 'fullName' | 'branch'>) {
  return <span className={classes.name}>{titleOf(props).name}</span>;
}
