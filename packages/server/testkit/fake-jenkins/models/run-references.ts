import { type Bean, RunList } from '../stapler/model.ts';
import type { Build, Job } from '../truth/item.ts';
import { buildBean } from './build-model.ts';
import type { Scope } from './scope.ts';

const newestListed = 100;
// What `RunList.size()` touches before a range is looked at: the listed builds and two more.
const newestTouched = 102;

function load(job: Job, number: number | undefined, { records }: Scope): Bean | null {
  const build = records.load(job, number);
  return build === null ? null : buildBean(build);
}

function lazyList(job: Job, numbers: readonly number[]): RunList {
  return new RunList(numbers, (number) => {
    const build = job.builds.peek(number);
    return build === undefined ? null : buildBean(build);
  });
}

/** `builds`: the newest hundred. Loads 102 records whatever the range says. */
export function newestBuilds(job: Job, { records }: Scope): RunList {
  for (const number of job.builds.newest(newestTouched)) records.touch(job, number);
  return lazyList(job, job.builds.newest(newestListed));
}

/** `allBuilds`: loads every record of the job, whatever the range says. */
export function allBuilds(job: Job, { records }: Scope): RunList {
  const numbers = job.builds.newest();
  for (const number of numbers) records.touch(job, number);
  return lazyList(job, numbers);
}

export const firstBuild = (job: Job, scope: Scope): Bean | null => load(job, job.builds.first, scope);
export const lastBuild = (job: Job, scope: Scope): Bean | null => load(job, job.builds.last, scope);

const permalinks = {
  lastCompletedBuild: ({ isBuilding }: Build) => !isBuilding,
  lastFailedBuild: ({ isBuilding, result }: Build) => !isBuilding && result === 'FAILURE',
  lastStableBuild: ({ isBuilding, result }: Build) => !isBuilding && result === 'SUCCESS',
  lastSuccessfulBuild: ({ isBuilding, result }: Build) =>
    !isBuilding && (result === 'SUCCESS' || result === 'UNSTABLE'),
  lastUnstableBuild: ({ isBuilding, result }: Build) => !isBuilding && result === 'UNSTABLE',
  lastUnsuccessfulBuild: ({ isBuilding, result }: Build) => !isBuilding && result !== 'SUCCESS',
} as const;

export type Permalink = keyof typeof permalinks;
export const permalinkNames = Object.keys(permalinks) as Permalink[];

/** Number behind a permalink. Jenkins keeps these in a file, so that finding one loads nothing. */
export function permalinkNumber(job: Job, name: Permalink): number | undefined {
  return job.builds.newest().find((number) => {
    const build = job.builds.peek(number);
    return build !== undefined && permalinks[name](build);
  });
}

/** Properties like `lastFailedBuild`: each loads the one record it points to. */
export const permalinkProperties = Object.fromEntries(
  permalinkNames.map((name) => [name, (job: Job, scope: Scope) => load(job, permalinkNumber(job, name), scope)]),
);
