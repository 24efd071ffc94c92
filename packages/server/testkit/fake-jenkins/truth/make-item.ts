import { BuildLedger } from './build-ledger.ts';
import type { Folder, Job } from './item.ts';

const options = { displayName: null, description: null } as const;

export function makeFolder(folder: Pick<Folder, 'uid' | 'name' | 'kind' | 'parent'> & Partial<Folder>): Folder {
  return { ...options, ...folder, type: 'folder', children: new Map() };
}

export function makeJob(job: Pick<Job, 'uid' | 'name' | 'kind' | 'parent'> & Partial<Job>): Job {
  return {
    ...options,
    nextBuildNumber: 1,
    isDisabled: false,
    isConcurrent: job.kind === 'pipeline',
    retention: null,
    branch: null,
    configurations: [],
    matrix: null,
    ...job,
    type: 'job',
    builds: new BuildLedger(),
  };
}
