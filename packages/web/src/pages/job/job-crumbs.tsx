import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { folderSteps, splitJobName } from '../../lib/job-name.ts';

interface Place {
  readonly instance: string;
  readonly fullName: string;
  /** The job itself as the last step; absent on its own page. */
  readonly id?: string;
}

/** The way down to a job: its source, its folders, itself; each leads to the jobs there. */
export function jobCrumbs({ instance, fullName, id }: Place): { key: string; content: ReactNode }[] {
  const { folder, name } = splitJobName(fullName);
  const folders = folderSteps(folder).map(({ label, path }) => ({
    key: path,
    content: (
      <Link to="/jobs" search={{ instance: [instance], folder: path }}>
        {label}
      </Link>
    ),
  }));
  const source = {
    key: '',
    content: (
      <Link to="/jobs" search={{ instance: [instance] }}>
        {instance}
      </Link>
    ),
  };
  if (id === undefined) return [source, ...folders];
  const job = {
    key: id,
    content: (
      <Link to="/jobs/$id" params={{ id }}>
        {name}
      </Link>
    ),
  };
  return [source, ...folders, job];
}
