import type { ItemPath } from '../core/job.ts';
import { type Access, type AnswerOutcome, answered, ask, controllerTimeMs, malformed, problem } from './access.ts';
import type { BranchFacts, CallOptions, JobBuilds, LatestBuild, Slice } from './controller.ts';
import { containerIn, type Item, itemsIn } from './items.ts';
import { jobKind } from './job-kind.ts';
import { itemUrlPath } from './job-path.ts';
import { readBranchFacts } from './read-branch-facts.ts';
import { readJobBuilds } from './read-builds.ts';
import { asInteger, member } from './read-json.ts';
import { type Attempt, failed, type Reply } from './reply.ts';
import { askSpan, type Division, type Part } from './smaller.ts';
import { toBuild } from './to-build.ts';
import { branchTree, buildFields, latestTree, recentOfTree, reducedBuildFields } from './trees.ts';

const deadlineMs = 60_000;
const mostDepth = 5;

/** What one item gives: a value, nothing because it is no such item, or a reason to count it as dropped. */
type Read<T> = (item: Item, nowMs: number) => { readonly value: T; readonly dropped: number } | 'none' | 'bad';

interface SliceQuestion<T> {
  readonly folder: ItemPath;
  readonly slice: Slice;
  readonly kind: string;
  /** Record loads of one of its items. */
  readonly loadsPerItem: number;
  readonly options: CallOptions;
  /** Without a slice: all direct items. */
  readonly tree: (slice: Slice | undefined, isReduced: boolean) => string;
  readonly read: Read<T>;
}

async function askSize(
  access: Access,
  { folder, kind, options }: Pick<SliceQuestion<unknown>, 'folder' | 'kind' | 'options'>,
): Promise<Attempt<{ readonly size: number; readonly reply: Reply }>> {
  const own = { ...options, expectedLoads: 0 };
  const itemPath = itemUrlPath(folder);
  const attempt = await ask(access, { itemPath, tree: 'jobs[name]', kind, loads: 0, deadlineMs, options: own });
  if (!attempt.ok) return attempt;
  const container = containerIn(attempt.value.body, folder);
  if (container === null) return failed(malformed('no list of jobs'));
  return { ok: true, value: { size: container.jobs.length, reply: attempt.value } };
}

function divisionOf<T>(access: Access, question: SliceQuestion<T>): Division<T> {
  const { folder, kind, loadsPerItem, options, tree, read } = question;
  const depth = Math.max(1, Math.min(mostDepth, question.slice.depth ?? 1));
  const common = { itemPath: itemUrlPath(folder), kind, deadlineMs, options, isHeavy: true, hasFallback: true };
  return {
    async ask({ from, to }, isReduced) {
      const isWhole = to === Number.POSITIVE_INFINITY;
      const loads = isWhole ? 0 : Math.ceil((to - from) * loadsPerItem);
      const shared = { ...common, options: { ...options, expectedLoads: loads } };
      const attempt = await ask(access, {
        ...shared,
        tree: tree(isWhole ? undefined : { from, to, depth }, isReduced),
        loads,
      });
      if (!attempt.ok) return attempt;
      const container = containerIn(attempt.value.body, folder);
      if (container === null) return failed(malformed('no list of jobs'));
      const nowMs = controllerTimeMs(access, attempt.value);
      const part: { items: T[]; dropped: number } = { items: [], dropped: 0 };
      for (const item of itemsIn(container, depth)) {
        const found = item === null ? 'bad' : read(item, nowMs);
        if (found === 'bad') part.dropped += 1;
        else if (found !== 'none') {
          part.items.push(found.value);
          part.dropped += found.dropped;
        }
      }
      return { ok: true, value: { ...part, reply: attempt.value } };
    },
    size: () => askSize(access, question),
  };
}

async function askSlice<T>(access: Access, question: SliceQuestion<T>): Promise<AnswerOutcome<readonly T[]>> {
  const attempt = await askSpan(divisionOf(access, question), question.slice);
  if (!attempt.ok) return problem(attempt.miss.problem);
  const { items, dropped, reply }: Part<T> = attempt.value;
  return answered(items, reply, dropped);
}

function contextOf(access: Access, { path, className, parentClassName }: Item, nowMs: number) {
  return { path, kind: access.kinds.refine(path, jobKind(className, parentClassName)), nowMs };
}

/** `lastBuild` of the jobs in a slice of a folder. */
export function askLatest(
  access: Access,
  { folder, slice, options }: { readonly folder: ItemPath; readonly slice: Slice; readonly options: CallOptions },
): Promise<AnswerOutcome<readonly LatestBuild[]>> {
  return askSlice<LatestBuild>(access, {
    folder,
    slice,
    kind: 'latest',
    loadsPerItem: (options.expectedLoads ?? slice.to - slice.from) / Math.max(1, slice.to - slice.from),
    options,
    tree: (part, isReduced) => latestTree(part ?? slice, isReduced ? reducedBuildFields : buildFields),
    read(item, nowMs) {
      const last = member(item.raw, 'lastBuild');
      const isJob = last !== undefined || asInteger(member(item.raw, 'nextBuildNumber')) !== null;
      if (!isJob) return 'none';
      if (last === null) return { value: { path: item.path, build: null }, dropped: 0 };
      const build = toBuild(last, contextOf(access, item, nowMs));
      return build === null ? 'bad' : { value: { path: item.path, build }, dropped: 0 };
    },
  });
}

/** The newest builds of all jobs in a slice of a folder. */
export function askRecentOf(
  access: Access,
  {
    folder,
    slice,
    expectedLoads,
    options,
  }: {
    readonly folder: ItemPath;
    readonly slice: Slice;
    readonly expectedLoads: number;
    readonly options: CallOptions;
  },
): Promise<AnswerOutcome<readonly JobBuilds[]>> {
  return askSlice<JobBuilds>(access, {
    folder,
    slice,
    kind: 'recent of slice',
    loadsPerItem: expectedLoads / Math.max(1, slice.to - slice.from),
    options,
    tree: (part, isReduced) => recentOfTree(part ?? slice, isReduced ? reducedBuildFields : buildFields),
    read(item, nowMs) {
      if (member(item.raw, 'builds') === undefined && member(item.raw, 'nextBuildNumber') === undefined) return 'none';
      const read = readJobBuilds(item.raw, contextOf(access, item, nowMs));
      return read === null ? 'bad' : { value: read.job, dropped: read.dropped };
    },
  });
}

const everything: Slice = { from: 0, to: Number.POSITIVE_INFINITY };

/** Facts of branch jobs: of a multibranch project, or of all in a slice of a folder. */
export async function askBranchFacts(
  access: Access,
  { folder, slice, options }: { readonly folder: ItemPath; readonly slice?: Slice; readonly options: CallOptions },
): Promise<AnswerOutcome<readonly BranchFacts[]>> {
  return askSlice<BranchFacts>(access, {
    folder,
    slice: slice ?? everything,
    kind: 'branch facts',
    loadsPerItem: 0,
    options,
    tree: branchTree,
    read(item) {
      const value = readBranchFacts(item);
      return value === null ? 'none' : { value, dropped: 0 };
    },
  });
}
