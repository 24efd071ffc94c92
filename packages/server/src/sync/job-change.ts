import type { PullRequest } from '../core/build.ts';
import type { ItemPath } from '../core/job.ts';
import type { Ledger, NumberRanges } from '../core/ledger.ts';
import type { JobChange, KnownJob } from '../storage/collection.ts';
import { expectedCountOf, settledCountOf } from './history.ts';

function areSameRanges(left: NumberRanges, right: NumberRanges): boolean {
  if (left === right) return true;
  return (
    left.length === right.length &&
    left.every(([from, to], index) => from === right[index]?.[0] && to === right[index]?.[1])
  );
}

function areSameLedgers(left: Ledger, right: Ledger): boolean {
  return (
    areSameRanges(left.collected, right.collected) &&
    areSameRanges(left.open, right.open) &&
    areSameRanges(left.lost, right.lost)
  );
}

function areSamePaths(left: ItemPath, right: ItemPath): boolean {
  return left.length === right.length && left.every((segment, index) => segment === right[index]);
}

function areSamePullRequests(left: PullRequest | null, right: PullRequest | null): boolean {
  if (left === null || right === null) return left === right;
  return (
    left.number === right.number && left.title === right.title && left.author === right.author && left.url === right.url
  );
}

const plainMembers = [
  'incarnation',
  'kind',
  'nextBuildNumber',
  'firstBuildNumber',
  'isDisabled',
  'missingSinceMs',
  'goneAtMs',
  'isBackfilled',
  'displayName',
] as const satisfies readonly (keyof JobChange & keyof KnownJob)[];

/** The numbers a job still has to settle; one that is gone or left out has nothing more to fetch than it has. */
export function expectedOf(
  job: KnownJob,
  { mostBuilds, isIncluded }: { mostBuilds: number; isIncluded: boolean },
): number {
  return isIncluded && job.goneAtMs === null ? expectedCountOf(job, mostBuilds) : settledCountOf(job.ledger);
}

/** What has to be written to make `before` `after`; null when nothing has. */
export function changeOf(
  before: KnownJob,
  after: KnownJob,
  expected: { readonly stored: number | null; readonly after: number },
): JobChange | null {
  const changed: Partial<Record<string, unknown>> = {};
  for (const name of plainMembers) if (before[name] !== after[name]) changed[name] = after[name];
  if (!areSamePaths(before.path, after.path)) changed.path = after.path;
  if (!areSameLedgers(before.ledger, after.ledger)) changed.ledger = after.ledger;
  if (!areSamePullRequests(before.pullRequest, after.pullRequest)) changed.pullRequest = after.pullRequest;
  if (expected.stored !== expected.after) changed.expectedCount = expected.after;
  return Object.keys(changed).length === 0 ? null : { ...(changed as Omit<JobChange, 'id'>), id: after.id };
}
