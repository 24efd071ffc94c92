import { mostBuildNumber } from '../core/entity-id.ts';
import { fullNameOf, type JobKind } from '../core/job.ts';
import type { Head } from '../jenkins/controller.ts';
import type { KnownJob } from '../storage/collection.ts';

/** What one look at all jobs of a controller says about those that are known. */
export interface HeadsPlan {
  /** Never seen under this path. */
  readonly added: readonly Head[];
  /** Known, and something changed: number, switch, kind, or that they are back. */
  readonly changed: readonly { readonly job: KnownJob; readonly head: Head }[];
  /** Deleted and created again under the same path. */
  readonly recreated: readonly { readonly job: KnownJob; readonly head: Head }[];
  /** Known as present, and absent now. */
  readonly missing: readonly KnownJob[];
  /** Jobs that were present before this look. */
  readonly presentBefore: number;
}

export interface HeadsContext {
  readonly heads: readonly Head[];
  /** The current job of each path; older incarnations left out. */
  readonly known: ReadonlyMap<string, KnownJob>;
  readonly isIncluded: (fullName: string) => boolean;
}

/** Numbers beyond this cannot be stored; such a job is left out. */
export function isCollectable({ nextBuildNumber }: Head): boolean {
  return nextBuildNumber <= mostBuildNumber + 1;
}

const isPipeline = (kind: JobKind) => kind === 'pipeline' || kind === 'multibranch-branch';

function isOtherKind(known: JobKind, seen: JobKind): boolean {
  if (known === seen || known === 'other' || seen === 'other') return false;
  return !(isPipeline(known) && isPipeline(seen));
}

function isRecreated(job: KnownJob, head: Head): boolean {
  return head.nextBuildNumber < job.nextBuildNumber || isOtherKind(job.kind, head.kind);
}

function isChanged(job: KnownJob, head: Head): boolean {
  return (
    head.nextBuildNumber !== job.nextBuildNumber ||
    head.isDisabled !== job.isDisabled ||
    head.kind !== job.kind ||
    job.missingSinceMs !== null ||
    job.goneAtMs !== null
  );
}

/** Compares what the controller shows with what is known. Pure; what to do about it is decided by the caller. */
export function compareHeads({ heads, known, isIncluded }: HeadsContext): HeadsPlan {
  const added: Head[] = [];
  const changed: { job: KnownJob; head: Head }[] = [];
  const recreated: { job: KnownJob; head: Head }[] = [];
  const seen = new Set<string>();
  for (const head of heads) {
    const name = fullNameOf(head.path);
    if (seen.has(name)) continue;
    seen.add(name);
    const job = known.get(name);
    if (!isCollectable(head)) continue;
    if (job === undefined) {
      if (isIncluded(name)) added.push(head);
    } else if (isRecreated(job, head)) {
      if (isIncluded(name)) recreated.push({ job, head });
    } else if (isChanged(job, head)) changed.push({ job, head });
  }
  const listed = [...known].filter(([, job]) => job.kind !== 'matrix-configuration' && job.goneAtMs === null);
  const missing = listed.filter(([name]) => !seen.has(name)).map(([, job]) => job);
  const presentBefore = listed.filter(([, job]) => job.missingSinceMs === null).length;
  return { added, changed, recreated, missing, presentBefore };
}

const fewJobs = 20;
const largeShare = 0.2;

/**
 * True when so many jobs vanished at once that lost permissions or an ill controller are likelier than deletions:
 * everything, or more than 20 and more than a fifth.
 */
export function isCollapse({
  presentBefore,
  vanished,
}: {
  readonly presentBefore: number;
  readonly vanished: number;
}): boolean {
  if (presentBefore > 0 && vanished >= presentBefore) return true;
  return vanished > fewJobs && vanished > largeShare * presentBefore;
}
