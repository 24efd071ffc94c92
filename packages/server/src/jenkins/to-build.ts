import {
  type BuildParameter,
  type BuildResult,
  buildResults,
  type Cause,
  type CauseKind,
  type CollectedBuild,
  type TestCounts,
} from '../core/build.ts';
import type { ItemPath, JobKind } from '../core/job.ts';
import { asArray, asBoolean, asInteger, asObject, asText, type JsonObject, member } from './read-json.ts';

export interface BuildContext {
  readonly path: ItemPath;
  readonly kind: JobKind;
  readonly nowMs: number;
}

const year2242Ms = 8_583_148_800_000;
// A record says duration 0 for some milliseconds around its end, and a build that truly took 0 ms says so for ever.
const settleMs = 60_000;

const secretName = /passw|secret|token|api[-_]?key|credential|private[-_]?key|pwd|access[-_]?key|passphrase|auth/i;

const causeKinds: readonly (readonly [ending: string, kind: CauseKind])[] = [
  ['UserIdCause', 'user'],
  ['UserCause', 'user'],
  ['TimerTriggerCause', 'timer'],
  ['SCMTriggerCause', 'scm'],
  ['UpstreamCause', 'upstream'],
  ['BranchIndexingCause', 'branch'],
  ['BranchEventCause', 'branch'],
  ['RemoteCause', 'remote'],
  ['ReplayCause', 'replay'],
  ['PushCause', 'scm'],
  ['WebHookCause', 'scm'],
];

function causeKind(raw: JsonObject, text: string): CauseKind {
  const className = asText(member(raw, '_class'), 300);
  const known = causeKinds.find(([ending]) => className?.endsWith(ending));
  if (known !== undefined) return known[1];
  if (member(raw, 'upstreamProject') !== undefined) return 'upstream';
  if (member(raw, 'userId') !== undefined) return 'user';
  // Controllers before 2.x send no class: only their English sentence tells.
  if (/timer/i.test(text)) return 'timer';
  return /scm change|push/i.test(text) ? 'scm' : 'other';
}

function toCause(value: unknown): Cause | null {
  const raw = asObject(value);
  const text = raw === null ? null : asText(member(raw, 'shortDescription'), 300);
  if (raw === null || text === null) return null;
  const job = asText(member(raw, 'upstreamProject'), 1000);
  const number = asInteger(member(raw, 'upstreamBuild'));
  return {
    kind: causeKind(raw, text),
    text: text.split('\n')[0] ?? text,
    user: asText(member(raw, 'userId'), 200),
    upstream: job === null || number === null ? null : { job, number },
  };
}

/** Who aborted a build is listed as a cause too, but it did not start it. */
function tellsWhyItStarted(action: JsonObject): boolean {
  return asText(member(action, '_class'), 300)?.endsWith('InterruptedBuildAction') !== true;
}

function toParameter(value: unknown): BuildParameter | null {
  const raw = asObject(value);
  const name = raw === null ? null : asText(member(raw, 'name'), 200);
  if (raw === null || name === null) return null;
  const given = member(raw, 'value');
  if (given === undefined || secretName.test(name)) return { name, value: null, isMasked: true };
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  return { name, value: asText(text, 2000) ?? '', isMasked: false };
}

function present<T>(values: readonly (T | null)[]): T[] {
  return values.filter((value): value is T => value !== null);
}

function toTests(actions: readonly JsonObject[]): TestCounts | null {
  for (const action of actions) {
    const total = asInteger(member(action, 'totalCount'));
    if (total === null || total < 0) continue;
    const count = (name: string) => Math.max(0, asInteger(member(action, name)) ?? 0);
    return { total, failed: count('failCount'), skipped: count('skipCount') };
  }
  return null;
}

function toQueueMs(actions: readonly JsonObject[]): number | null {
  for (const action of actions) {
    // With the waits of every `node` block: a pipeline itself leaves the queue at once.
    const waited = asInteger(member(action, 'queuingTimeMillis')) ?? asInteger(member(action, 'queuingDurationMillis'));
    if (waited !== null && waited >= 0) return waited;
  }
  return null;
}

function shortBranch(name: string | null): string | null {
  if (name === null || name === 'detached' || /^[0-9a-f]{40}$/.test(name)) return null;
  return name
    .replace(/^refs\/remotes\/[^/]+\//, '')
    .replace(/^refs\/heads\//, '')
    .replace(/^(remotes\/)?origin\//, '');
}

interface Revision {
  readonly branch: string | null;
  readonly commit: string | null;
}

function toRevision(action: JsonObject): Revision | null {
  const revision = asObject(member(action, 'lastBuiltRevision'));
  if (revision === null) return null;
  const branch = asObject(asArray(member(revision, 'branch'))[0]);
  const sha = asText(member(revision, 'SHA1'), 64);
  return {
    branch: shortBranch(branch === null ? null : asText(member(branch, 'name'), 500)),
    commit: sha !== null && /^[0-9a-f]{7,64}$/i.test(sha) ? sha : null,
  };
}

function ownBranch({ path, kind }: BuildContext): string | null {
  if (kind !== 'multibranch-branch') return null;
  try {
    return decodeURIComponent(path.at(-1) ?? '').slice(0, 500);
  } catch {
    return path.at(-1) ?? null;
  }
}

function pickRevision(actions: readonly JsonObject[], context: BuildContext): Revision {
  const revisions = present(actions.map(toRevision));
  const own = ownBranch(context);
  // Shared libraries are checked out before the job's own source, so the last one is the job's.
  const picked = revisions.find(({ branch }) => branch !== null && branch === own) ?? revisions.at(-1);
  return { branch: own ?? picked?.branch ?? null, commit: picked?.commit ?? null };
}

function toAgent(raw: JsonObject): string | null {
  const builtOn = member(raw, 'builtOn');
  if (typeof builtOn !== 'string') return null;
  return builtOn === '' ? '(built-in)' : asText(builtOn, 200);
}

function toDisplayName(raw: JsonObject, number: number): string | null {
  const name = asText(member(raw, 'displayName'), 300);
  return name === `#${number}` ? null : name;
}

/**
 * One build out of an answer. It counts as finished only when the record is settled: not building, not in progress, with a result,
 * and with a duration or an age that rules out that it is just ending. Null when the record cannot be a build.
 */
export function toBuild(value: unknown, context: BuildContext): CollectedBuild | null {
  const raw = asObject(value);
  if (raw === null) return null;
  const number = asInteger(member(raw, 'number'));
  const startedAtMs = asInteger(member(raw, 'timestamp'));
  if (number === null || number < 1 || startedAtMs === null || startedAtMs <= 0 || startedAtMs > year2242Ms)
    return null;
  const result = member(raw, 'result');
  const isKnownResult = (buildResults as readonly unknown[]).includes(result);
  if (!isKnownResult && result !== null && result !== undefined) return null;
  const duration = Math.max(0, asInteger(member(raw, 'duration')) ?? 0);
  const isBusy = asBoolean(member(raw, 'building')) === true || asBoolean(member(raw, 'inProgress')) === true;
  const isSettled = duration > 0 || context.nowMs - startedAtMs > settleMs;
  const isBuilding = isBusy || !isKnownResult || !isSettled;
  const actions = present(asArray(member(raw, 'actions')).map(asObject));
  const estimated = asInteger(member(raw, 'estimatedDuration'));
  return {
    number,
    result: isBuilding ? null : (result as BuildResult),
    isBuilding,
    startedAtMs,
    durationMs: isBuilding ? null : duration,
    estimatedDurationMs: isBuilding && estimated !== null && estimated > 0 ? estimated : null,
    queueMs: toQueueMs(actions),
    queueId: asInteger(member(raw, 'queueId')),
    displayName: toDisplayName(raw, number),
    description: asText(member(raw, 'description'), 4000),
    keepLog: asBoolean(member(raw, 'keepLog')) === true,
    causes: present(
      actions
        .filter(tellsWhyItStarted)
        .flatMap((action) => asArray(member(action, 'causes')).slice(0, 50).map(toCause)),
    ).slice(0, 20),
    parameters: present(
      actions.flatMap((action) => asArray(member(action, 'parameters')).slice(0, 200).map(toParameter)),
    ).slice(0, 200),
    ...pickRevision(actions, context),
    agent: toAgent(raw),
    pullRequest: null,
    tests: toTests(actions),
    // Every build has actions: an answer without them was asked for with the reduced fields.
    ...(member(raw, 'actions') === undefined ? { isPartial: true } : {}),
  };
}
