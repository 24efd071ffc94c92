import type { CollectedBuild } from '../core/build.ts';
import type { ItemPath } from '../core/job.ts';
import {
  type Access,
  type AnswerOutcome,
  answered,
  ask,
  controllerTimeMs,
  fitsAddress,
  malformed,
  problem,
} from './access.ts';
import type { CallOptions, OlderBuilds, RecentBuilds } from './controller.ts';
import { classOf } from './items.ts';
import { jobKind } from './job-kind.ts';
import { itemUrlPath } from './job-path.ts';
import { isTooMuch, type Miss, miss } from './miss.ts';
import { readBuilds, readRecent } from './read-builds.ts';
import { asArray, asInteger, asObject, type JsonObject, member } from './read-json.ts';
import { type Attempt, failed, type Reply } from './reply.ts';
import { findByNumber } from './single-builds.ts';
import { type BuildContext, toBuild } from './to-build.ts';
import { buildFields, chainTree, everyTree, mostChainDepth, recentTree, reducedBuildFields } from './trees.ts';

const deadlineMs = 60_000;
const mostRecent = 100;

const isDivisible = (miss: Miss) => isTooMuch(miss) || miss.reason === 'broken';

function contextOf(access: Access, path: ItemPath, reply: Reply): BuildContext {
  const className = classOf(asObject(reply.body) ?? {});
  const kind = access.kinds.refine(path, jobKind(className, null));
  return { path, kind, nowMs: controllerTimeMs(access, reply) };
}

/** The newest 100 builds of a job in one request; one by one when the list is too much or broken. */
export async function askRecent(
  access: Access,
  job: ItemPath,
  options: CallOptions,
): Promise<AnswerOutcome<RecentBuilds>> {
  const itemPath = itemUrlPath(job, access.kinds.kindOf(job));
  const common = { itemPath, kind: 'recent', loads: 102, deadlineMs, options, isHeavy: true, hasFallback: true };
  const attempt = await ask(access, { ...common, tree: recentTree() });
  if (attempt.ok) {
    const read = readRecent(asObject(attempt.value.body) ?? {}, contextOf(access, job, attempt.value));
    return read === null
      ? problem(malformed('no list of builds').problem)
      : answered(read.recent, attempt.value, read.dropped);
  }
  if (!isDivisible(attempt.miss)) return problem(attempt.miss.problem);
  const found = await findByNumber(access, { job, most: mostRecent, options });
  if (!found.ok) return problem(found.miss.problem);
  if (found.value === null) return problem(miss('absent', 'not_found').problem);
  const { builds, dropped, reply, numbers } = found.value;
  const limits = { firstBuildNumber: numbers.first, nextBuildNumber: numbers.next };
  return answered({ builds, ...limits, configurations: null }, reply, dropped);
}

/** All builds of a job; one by one when the list is too much or broken. */
export async function askEvery(
  access: Access,
  {
    job,
    expectedCount,
    options,
  }: { readonly job: ItemPath; readonly expectedCount: number; readonly options: CallOptions },
): Promise<AnswerOutcome<readonly CollectedBuild[]>> {
  const itemPath = itemUrlPath(job, access.kinds.kindOf(job));
  const question = { itemPath, tree: everyTree(), kind: 'every', loads: expectedCount, deadlineMs, options };
  const attempt = await ask(access, { ...question, isHeavy: true, hasFallback: true });
  if (attempt.ok) {
    const list = member(asObject(attempt.value.body) ?? {}, 'allBuilds');
    if (!Array.isArray(list)) return problem(malformed('no list of builds').problem);
    const { builds, dropped } = readBuilds(asArray(list), contextOf(access, job, attempt.value));
    return answered(builds, attempt.value, dropped);
  }
  if (!isDivisible(attempt.miss)) return problem(attempt.miss.problem);
  const found = await findByNumber(access, { job, most: Number.POSITIVE_INFINITY, options });
  if (!found.ok) return problem(found.miss.problem);
  if (found.value === null) return problem(miss('absent', 'not_found').problem);
  return answered(found.value.builds, found.value.reply, found.value.dropped);
}

interface ReadChain extends OlderBuilds {
  readonly dropped: number;
}

/** Follows `previousBuild` in an answer; null when the build does not export it. */
function readChain(body: JsonObject, depth: number, context: BuildContext): ReadChain | null {
  const builds: CollectedBuild[] = [];
  let dropped = 0;
  let at = body;
  for (let level = 0; level < depth; level += 1) {
    const previous = member(at, 'previousBuild');
    if (previous === undefined) return level === 0 ? null : { builds, hasReachedOldest: false, dropped };
    const raw = asObject(previous);
    if (raw === null) return { builds, hasReachedOldest: previous === null, dropped };
    const build = toBuild(raw, context);
    const below = builds.at(-1)?.number ?? asInteger(member(body, 'number')) ?? Number.POSITIVE_INFINITY;
    if (build !== null && build.number < below) builds.push(build);
    else dropped += 1;
    at = raw;
  }
  return { builds, hasReachedOldest: false, dropped };
}

interface ChainQuestion {
  readonly job: ItemPath;
  readonly number: number;
  readonly depth: number;
  readonly options: CallOptions;
}

function deepestThatFits(access: Access, itemPath: string, depth: number): number {
  let fitting = Math.max(1, Math.min(depth, mostChainDepth));
  while (fitting > 1 && !fitsAddress(access, itemPath, chainTree(fitting))) fitting -= 1;
  return fitting;
}

interface Chain {
  readonly read: ReadChain;
  readonly reply: Reply;
}

async function chainOf(
  access: Access,
  { job, number, depth, options }: ChainQuestion,
  fields: string,
): Promise<Attempt<Chain>> {
  const kind = access.kinds.kindOf(job);
  const itemPath = `${itemUrlPath(job, kind)}/${number}`;
  const own = { ...options, expectedLoads: undefined };
  const tree = chainTree(depth, fields);
  const question = { itemPath, tree, kind: 'chain', loads: depth + 1, deadlineMs, options: own };
  const attempt = await ask(access, { ...question, isHeavy: depth > 1, hasFallback: fields === buildFields });
  if (!attempt.ok) return attempt;
  const nowMs = controllerTimeMs(access, attempt.value);
  const read = readChain(asObject(attempt.value.body) ?? {}, depth, { path: job, kind, nowMs });
  return read === null
    ? failed(miss('denied', 'bad_data', { detail: 'these builds do not name their predecessors' }))
    : { ok: true, value: { read, reply: attempt.value } };
}

/** Builds before `number`, as many as fit and as the controller manages: halved until it answers. */
export async function askChain(access: Access, question: ChainQuestion): Promise<AnswerOutcome<OlderBuilds>> {
  const itemPath = `${itemUrlPath(question.job)}/${question.number}`;
  let depth = deepestThatFits(access, itemPath, question.depth);
  let attempt = await chainOf(access, { ...question, depth }, buildFields);
  while (!attempt.ok && depth > 1 && isDivisible(attempt.miss)) {
    depth = Math.floor(depth / 2);
    attempt = await chainOf(access, { ...question, depth }, buildFields);
  }
  const isReduced = !attempt.ok && (attempt.miss.reason === 'broken' || attempt.miss.reason === 'oversized');
  if (isReduced) attempt = await chainOf(access, { ...question, depth: 1 }, reducedBuildFields);
  if (!attempt.ok) return problem(attempt.miss.problem);
  const { dropped, ...older } = attempt.value.read;
  // An empty step that is not the last one would be taken again for ever.
  if (older.builds.length === 0 && !older.hasReachedOldest)
    return problem(malformed('no readable build before').problem);
  return answered(older, attempt.value.reply, dropped + (isReduced ? 1 : 0));
}
