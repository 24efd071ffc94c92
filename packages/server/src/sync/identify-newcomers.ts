import type { CollectedBuild } from '../core/build.ts';
import { buildsOfFingerprint, newestNumber } from '../core/fingerprint.ts';
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
/** Numbers that one new job is asked for. */
const mostNumbers = 8;
const recentlyMs = 3_600_000;

interface NewestBuilds {
  /** By full name of the job. */
  readonly found: ReadonlyMap<string, CollectedBuild>;
  /** Jobs whose newest builds could not be asked for. */
  readonly unasked: ReadonlySet<string>;
}

/** The newest builds of new jobs: small folders together. */
async function newestBuilds(context: RunnerContext, heads: readonly Head[]): Promise<NewestBuilds> {
  const tree = context.tree();
  const wanted = new Set(
    heads.filter(({ nextBuildNumber }) => nextBuildNumber > 1).map(({ path }) => fullNameOf(path)),
  );
  const unasked = new Set(wanted);
  const found = new Map<string, CollectedBuild>();
  const weigh = ({ name }: TreeNode) => ({ cost: 1, isNeeded: wanted.has(name) });
  for (const name of wanted) {
    const region = tree === null ? null : regionAround(tree, name, { weigh, mostCost: jobsPerSlice });
    const names = [name, ...(region?.names ?? [])];
    for (const taken of names) wanted.delete(taken);
    if (region === null) continue;
    const options = { urgency: 'live', signal: context.signal, expectedLoads: Math.ceil(region.cost) } as const;
    const outcome = await context.controller.latest(region.folder, region.slice, options);
    if (!outcome.ok) {
      if (isCommonProblem(outcome.problem)) break;
      continue;
    }
    for (const taken of names) unasked.delete(taken);
    for (const { path, build } of outcome.value.value) if (build !== null) found.set(fullNameOf(path), build);
  }
  return { found, unasked };
}

/** Known job, or none; `unclear` = the controller could not be asked, and a job that may be an old one is not a new one yet. */
type Verdict = KnownJob | 'none' | 'unclear';

interface Search {
  readonly context: RunnerContext;
  readonly missing: readonly KnownJob[];
  readonly index: FingerprintIndex;
  readonly newest: NewestBuilds;
  singlesLeft: number;
}

/** Which numbers to ask a new job for: all known ones of the likeliest old job, since builds get deleted, and the newest of the others. */
function numbersToAsk([likeliest, ...others]: readonly KnownJob[]): number[] {
  const known = likeliest === undefined ? [] : buildsOfFingerprint(likeliest.fingerprint);
  const numbers = [
    ...known.map(({ number }) => number),
    ...others.flatMap((job) => newestNumber(job.fingerprint) ?? []),
  ];
  return [...new Set(numbers)].slice(0, mostNumbers);
}

/** Asks a new job for known builds of those that are missing: it may have built since it was renamed. */
async function askForKnown(search: Search, head: Head, candidates: readonly KnownJob[]): Promise<Verdict> {
  const { controller, signal } = search.context;
  const index = indexFingerprints(candidates);
  let verdict: Verdict = 'none';
  for (const number of numbersToAsk(candidates)) {
    if (search.singlesLeft <= 0) return 'unclear';
    search.singlesLeft -= 1;
    const outcome = await controller.build(head.path, number, { urgency: 'live', signal, kind: head.kind });
    if (!outcome.ok) verdict = 'unclear';
    else if (outcome.value.value !== null) {
      const job = recogniseJob(index, [outcome.value.value]);
      if (job !== null) return job;
    }
  }
  return verdict;
}

/** Missing jobs that a new one could be, the likeliest first: an old name goes in the moment in which the new one comes. */
function candidatesFor({ context, missing }: Search, { kind, nextBuildNumber }: Head): KnownJob[] {
  const nowMs = context.clock.nowMs();
  const missingSince = ({ missingSinceMs }: KnownJob) => missingSinceMs ?? nowMs;
  const newestOf = ({ fingerprint }: KnownJob) => newestNumber(fingerprint) ?? 0;
  return missing
    .filter((job) => job.kind === kind || job.kind === 'other' || kind === 'other')
    .filter((job) => nowMs - missingSince(job) < recentlyMs && couldBe(job, nextBuildNumber))
    .sort((a, b) => missingSince(b) - missingSince(a) || newestOf(b) - newestOf(a));
}

async function recognise(search: Search, head: Head): Promise<Verdict> {
  const { index, newest } = search;
  if (head.nextBuildNumber <= 1) return 'none';
  const name = fullNameOf(head.path);
  const build = newest.found.get(name);
  const known = build === undefined ? null : recogniseJob(index, [build]);
  if (known !== null) return known;
  const candidates = candidatesFor(search, head);
  if (candidates.length === 0) return 'none';
  return newest.unasked.has(name) ? 'unclear' : askForKnown(search, head, candidates);
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
  const search: Search = { context, missing, index: indexFingerprints(missing), newest, singlesLeft: mostSingle };
  const added: Head[] = [];
  const moved: { job: KnownJob; head: Head; incarnation: number }[] = [];
  const taken = new Set<number>();
  for (const head of plan.added) {
    const name = fullNameOf(head.path);
    const job = await recognise(search, head);
    // Seen again by the next look at the heads. A copy of the history under a second job could not be taken back.
    if (job === 'unclear') continue;
    if (job === 'none' || taken.has(job.id)) added.push(head);
    else {
      taken.add(job.id);
      moved.push({ job, head, incarnation: book.incarnationsOf(name) + 1 });
    }
  }
  return { added, moved, replaced };
}
