import type { JobProfile } from './job-profile.ts';

/** A pull request: its number, and from which day before now to which it was open (to 0: still is). */
export interface PullRequestPlan {
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly from: number;
  readonly to: number;
}

export interface RepositoryPlan {
  readonly project: string;
  readonly repository: string;
  readonly base: Omit<JobProfile, 'fullName' | 'kind' | 'rhythm' | 'branch' | 'repository'>;
  readonly pushesPerWorkday: number;
  readonly releaseBranch?: string;
  readonly pullRequests: readonly PullRequestPlan[];
}

/** The branch jobs of a repository: main, a release branch, and the pull requests that are open. */
export function repositoryJobs(plan: RepositoryPlan): JobProfile[] {
  const { project, repository, base, pushesPerWorkday, releaseBranch, pullRequests } = plan;
  const shared = { ...base, kind: 'pipeline', repository } as const;
  const { stories: _ofMain, firstNumber: _number, ...others } = shared;
  const main: JobProfile = {
    ...shared,
    fullName: `${project}/main`,
    rhythm: { type: 'pushes', perWorkday: pushesPerWorkday },
    branch: { head: 'main', isPrimary: true },
  };
  const release =
    releaseBranch === undefined
      ? []
      : [
          {
            ...others,
            fullName: `${project}/${releaseBranch.replaceAll('/', '%2F')}`,
            rhythm: { type: 'pushes', perWorkday: 0.8 },
            branch: { head: releaseBranch },
            failureRate: base.failureRate / 2,
          } as const satisfies JobProfile,
        ];
  const requests = pullRequests.map(
    ({ number, title, author, from, to }): JobProfile => ({
      ...others,
      fullName: `${project}/PR-${number}`,
      rhythm: { type: 'pushes', perWorkday: 3.6 },
      branch: { head: `PR-${number}`, pullRequest: { title, author }, isDead: to > 0 },
      days: { from, to },
      // Work in progress fails more often than what was merged.
      failureRate: base.failureRate * 1.8,
    }),
  );
  return [main, ...release, ...requests];
}
