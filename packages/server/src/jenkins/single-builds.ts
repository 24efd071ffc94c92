import type { CollectedBuild } from '../core/build.ts';
import type { ItemPath } from '../core/job.ts';
import { type Access, type AnswerOutcome, answered, ask, controllerTimeMs, malformed, problem } from './access.ts';
import type { CallOptions } from './controller.ts';
import { itemUrlPath } from './job-path.ts';
import type { Miss } from './miss.ts';
import { numberIn } from './read-builds.ts';
import { asInteger, asObject, member } from './read-json.ts';
import { type Attempt, failed, type Reply } from './reply.ts';
import { toBuild } from './to-build.ts';
import { buildFields, numbersTree, reducedBuildFields } from './trees.ts';

const deadlineMs = 30_000;

export interface BuildQuestion {
  readonly job: ItemPath;
  readonly number: number;
  readonly options: CallOptions;
}

export interface Numbers {
  readonly next: number;
  readonly first: number | null;
  readonly last: number | null;
}

/** What was found, or null when it is certain that there is no such thing. */
export type Found<T> = { readonly value: T; readonly dropped: number; readonly reply: Reply } | null;

/**
 * Whether a 404 means that the thing is gone. Old controllers send it without their headers, just as a proxy that lost its
 * way: then what stands above has to answer first, or everything would seem deleted.
 */
export async function isGone(access: Access, miss: Miss, above: string, options: CallOptions): Promise<boolean> {
  if (miss.reason !== 'absent') return false;
  if (miss.isFromJenkins) return true;
  const own = { ...options, expectedLoads: 0 };
  const question = { itemPath: above, tree: '_class,name', kind: 'exists', loads: 0, deadlineMs, options: own };
  return (await ask(access, question)).ok;
}

/** One build with all its fields, or with the reduced ones when a plugin fails on the others. */
export async function findBuild(
  access: Access,
  { job, number, options }: BuildQuestion,
): Promise<Attempt<Found<CollectedBuild>>> {
  const kind = access.kinds.kindOf(job);
  const itemPath = `${itemUrlPath(job, kind)}/${number}`;
  const common = { itemPath, kind: 'build', loads: 1, deadlineMs, options };
  const full = await ask(access, { ...common, tree: buildFields, hasFallback: true });
  const isReduced = !full.ok && (full.miss.reason === 'broken' || full.miss.reason === 'oversized');
  const attempt = isReduced ? await ask(access, { ...common, tree: reducedBuildFields }) : full;
  if (!attempt.ok) {
    const isAbsent = await isGone(access, attempt.miss, itemUrlPath(job, kind), options);
    return isAbsent ? { ok: true, value: null } : attempt;
  }
  const build = toBuild(attempt.value.body, { path: job, kind, nowMs: controllerTimeMs(access, attempt.value) });
  if (build === null || build.number !== number) return failed(malformed('not the build that was asked for'));
  return { ok: true, value: { value: build, dropped: isReduced ? 1 : 0, reply: attempt.value } };
}

/** The limits of a job's numbers. */
export async function findNumbers(
  access: Access,
  job: ItemPath,
  options: CallOptions,
): Promise<Attempt<Found<Numbers>>> {
  const itemPath = itemUrlPath(job, access.kinds.kindOf(job));
  const attempt = await ask(access, { itemPath, tree: numbersTree, kind: 'numbers', loads: 2, deadlineMs, options });
  if (!attempt.ok) return (await isGone(access, attempt.miss, '', options)) ? { ok: true, value: null } : attempt;
  const raw = asObject(attempt.value.body) ?? {};
  const next = asInteger(member(raw, 'nextBuildNumber'));
  if (next === null || next < 1) return failed(malformed('no next build number'));
  const value = { next, first: numberIn(raw, 'firstBuild'), last: numberIn(raw, 'lastBuild') };
  return { ok: true, value: { value, dropped: 0, reply: attempt.value } };
}

export interface ByNumber {
  readonly builds: readonly CollectedBuild[];
  readonly dropped: number;
  readonly reply: Reply;
}

/** Builds one by one, from the newest of `numbers` down, at most `most` numbers: what is left when a whole list is too much. */
export async function findByNumber(
  access: Access,
  question: { readonly job: ItemPath; readonly most: number; readonly options: CallOptions },
): Promise<Attempt<(ByNumber & { readonly numbers: Numbers }) | null>> {
  const { job, most } = question;
  const options = { ...question.options, expectedLoads: undefined };
  const limits = await findNumbers(access, job, options);
  if (!limits.ok || limits.value === null) return limits as Attempt<null>;
  const numbers = limits.value.value;
  const builds: CollectedBuild[] = [];
  let { reply } = limits.value;
  let dropped = 0;
  const lowest = Math.max(numbers.first ?? Number.POSITIVE_INFINITY, (numbers.last ?? 0) - most + 1);
  for (let number = numbers.last ?? 0; number >= lowest; number -= 1) {
    const found = await findBuild(access, { job, number, options });
    if (!found.ok) return found;
    if (found.value === null) continue;
    builds.push(found.value.value);
    dropped += found.value.dropped;
    reply = found.value.reply;
  }
  // The newest one is known to exist: finding none must not look like a job without builds.
  if (builds.length === 0 && numbers.last !== null) return failed(malformed('no readable build'));
  return { ok: true, value: { builds, dropped, reply, numbers } };
}

/** The outcome of a question whose object may be gone: null then. */
export function foundOutcome<T>(attempt: Attempt<Found<T>>): AnswerOutcome<T | null> {
  if (!attempt.ok) return problem(attempt.miss.problem);
  if (attempt.value === null)
    return { ok: true, value: { value: null, dropped: 0, jenkinsVersion: null, session: null } };
  const { value, reply, dropped } = attempt.value;
  return answered(value, reply, dropped);
}
