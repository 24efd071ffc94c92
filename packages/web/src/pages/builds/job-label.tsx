import { folderSteps, splitJobName } from '../../lib/job-name.ts';
import { useConnections } from '../../queries/connections.ts';
import classes from './job-label.module.css';

interface JobLabelProps {
  readonly fullName: string;
  /** The connection; shown beside the folder while there are several. */
  readonly instance?: string;
  /** Stands after the name: a build's number. */
  readonly number?: number;
}

/** A job in one line: its own name first, then muted where it lives. What does not fit is on hover. */
export function JobLabel({ fullName, instance, number }: JobLabelProps) {
  const { folder, name } = splitJobName(fullName);
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
export function JobName({ fullName }: { fullName: string }) {
  return <span className={classes.name}>{splitJobName(fullName).name}</span>;
}
