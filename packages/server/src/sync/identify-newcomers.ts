import type { CollectedBuild } from '../core/build.ts';
import { newestNumber } from '../core/fingerprint.ts';
import { fullNameOf } from '../core/job.ts';
import type { Head } from '../jenkins/controller.ts';
import type { KnownJob } from '../storage/collection.ts';
import { couldBe, type FingerprintIndex, indexFingerprints, recogniseJob } from './match-renames.ts';
import type { HeadsPlan } from './plan.ts';
import { isCommonProblem, type RunnerContext } from './runner-context.ts';
import { regionAround, type TreeNode } from './slice-plan.ts';

export interface Newcomers {
  readonly added: readonly Head[];
  /** Known jobs that go on under a new path. */
  readonly moved: readonly { readonly job: KnownJob; readonly head: Head; readonly incarnation: number }[];
  /** Jobs that were gone, and whose name now belongs to another one. */
  readonly replaced: readonly { readonly job: KnownJob; readonly head: Head }[];
}

const jobsPerSlice = 300;
/** Questions about single jobs in one look at the heads. */
const mostSingle = 50;
const recentlyMs = 3_600_000;

/** The newest builds of new jobs, by full name: small folders together. */
async function newestBuilds(
  context: RunnerContext,
  heads: readonly Head[],
): Promise<ReadonlyMap<string, CollectedBuild>> {
  const tree = context.tree();
  const wanted = new Set(
    heads.filter(({ nextBuildNumber }) => nextBuildNumber > 1).map(({ path }) => fullNameOf(path)),
  );
  const found = new Map<string, CollectedBuild>();
  const weigh = ({ name }: TreeNode) => ({ cost: 1, isNeeded: wanted.has(name) });
  for (const name of wanted) {
    const region = tree === null ? null : regionAround(tree, name, { weigh, mostCost: jobsPerSlice });
    for (const taken of [name, ...(region?.names ?? [])]) wanted.delete(taken);
    if (region === null) continue;
    const options = { urgency: 'live', signal: context.signal, expectedLoads: Math.ceil(region.cost) } as const;
    const outcome = await context.controller.latest(region.folder, region.slice, options);
    if (!outcome.ok) {
      if (isCommonProblem(outcome.problem)) break;
      continue;
    }
    for (const { path, build } of outcome.value.value) if (build !== null) found.set(fullNameOf(path), build);
  }
  return found;
}

/** Asks a new job for the newest known build of one that is missing: it may have built since it was renamed. */
async function askForKnown(
  context: RunnerContext,
  head: Head,
  candidates: readonly KnownJob[],
): Promise<CollectedBuild | null> {
  const numbers = new Set(candidates.flatMap(({ fingerprint }) => newestNumber(fingerprint) ?? []));
  for (const number of [...numbers].slice(0, 3)) {
    const outcome = await context.controller.build(head.path, number, {
      urgency: 'live',
      signal: context.signal,
      kind: head.kind,
    });
    if (outcome.ok && outcome.value.value !== null) {
      const build = outcome.value.value;
      if (recogniseJob(indexFingerprints(candidates), [build]) !== null) return build;
    }
  }
  return null;
}

interface Search {
  readonly context: RunnerContext;
  readonly missing: readonly KnownJob[];
  readonly index: FingerprintIndex;
  singlesLeft: number;
}

async function recognise(search: Search, head: Head, newest: CollectedBuild | undefined): Promise<KnownJob | null> {
  const { context, index, missing } = search;
  if (head.nextBuildNumber <= 1) return null;
  const known = newest === undefined ? null : recogniseJob(index, [newest]);
  if (known !== null) return known;
  const nowMs = context.clock.nowMs();
  const candidates = missing.filter(
    (job) => nowMs - (job.missingSinceMs ?? nowMs) < recentlyMs && couldBe(job, head.nextBuildNumber),
  );
  if (candidates.length === 0 || search.singlesLeft <= 0) return null;
  search.singlesLeft -= 1;
  const build = await askForKnown(context, head, candidates);
  return build === null ? null : recogniseJob(index, [build]);
}

/** A job that was gone shows up again: restored, or another one of the same name. */
async function returnedFromGone(context: RunnerContext, { changed }: HeadsPlan): Promise<Newcomers['replaced']> {
  const returned = changed
    .filter(({ job }) => job.goneAtMs !== null && job.fingerprint.length > 0)
    .slice(0, mostSingle);
  const replaced: { job: KnownJob; head: Head }[] = [];
  for (const { job, head } of returned) {
    const newest = newestNumber(job.fingerprint);
    if (newest === null) continue;
    const outcome = await context.controller.build(head.path, newest, {
      urgency: 'live',
      signal: context.signal,
      kind: head.kind,
    });
    if (!outcome.ok) continue;
    const build = outcome.value.value;
    if (build === null || recogniseJob(indexFingerprints([job]), [build]) === null) replaced.push({ job, head });
  }
  return replaced;
}

/** Tells which of the new jobs are old ones under a new name: their newest builds are the same. */
export async function identifyNewcomers(context: RunnerContext, plan: HeadsPlan): Promise<Newcomers> {
  const { book } = context;
  const replaced = await returnedFromGone(context, plan);
  if (plan.added.length === 0) return { added: [], moved: [], replaced };
  // A name may be taken by a new job in the moment in which the old one moves away.
  const vanishing = new Set([...plan.missing, ...plan.recreated.map(({ job }) => job)].map(({ id }) => id));
  const entries = [...book.entries()].map(({ job }) => job);
  const missing = entries.filter(
    (job) =>
      job.kind !== 'matrix-configuration' &&
      job.fingerprint.length > 0 &&
      (vanishing.has(job.id) || job.missingSinceMs !== null) &&
      book.current(fullNameOf(job.path))?.job.id === job.id,
  );
  if (missing.length === 0) return { added: plan.added, moved: [], replaced };
  const newest = await newestBuilds(context, plan.added);
  const search: Search = { context, missing, index: indexFingerprints(missing), singlesLeft: mostSingle };
  const added: Head[] = [];
  const moved: { job: KnownJob; head: Head; incarnation: number }[] = [];
  const taken = new Set<number>();
  for (const head of plan.added) {
    const name = fullNameOf(head.path);
    const job = await recognise(search, head, newest.get(name));
    if (job === null || taken.has(job.id)) added.push(head);
    else {
      taken.add(job.id);
      moved.push({ job, head, incarnation: book.incarnationsOf(name) + 1 });
    }
  }
  return { added, moved, replaced };
}
