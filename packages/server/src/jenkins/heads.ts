import type { ItemPath } from '../core/job.ts';
import { type Access, type AnswerOutcome, answered, ask, malformed, problem } from './access.ts';
import type { CallOptions, Head, Heads } from './controller.ts';
import { containerIn, type Item, itemsIn } from './items.ts';
import { jobKind } from './job-kind.ts';
import { itemUrlPath } from './job-path.ts';
import { isTooMuch, type Miss } from './miss.ts';
import { asBoolean, asInteger, member } from './read-json.ts';
import type { Attempt, Reply } from './reply.ts';
import { headLevels, headsTree, shallowHeadsTree } from './trees.ts';

type Folder = Heads['folders'][number];

/** A container that has to be asked on its own. */
interface Pending {
  readonly path: ItemPath;
  /** Its position in its parent; null for the root. */
  readonly index: number | null;
}

interface Found {
  readonly jobs: Head[];
  readonly folders: Folder[];
  readonly pending: Pending[];
  dropped: number;
}

// Bounds against a controller that invents folders for ever; a tree of 20,000 jobs needs one request, or one per folder when it is slow.
const mostRequests = 5_000;
const mostLevels = 60;
const shallowStep = 2_000;

function toHead({ path, raw, className, parentClassName, index }: Item, next: number): Head {
  const isDisabled = asBoolean(member(raw, 'disabled')) === true;
  const named = jobKind(className, parentClassName);
  const kind = named === 'other' && Array.isArray(member(raw, 'activeConfigurations')) ? 'matrix' : named;
  return { path, nextBuildNumber: next, isDisabled, kind, index };
}

function sort(item: Item, levels: number, found: Found): void {
  const { path, raw, index, jobs } = item;
  if (jobs !== null) {
    found.folders.push({ path, size: jobs.length, index });
    return;
  }
  const next = member(raw, 'nextBuildNumber');
  const nextBuildNumber = asInteger(next);
  if (nextBuildNumber !== null && nextBuildNumber >= 1) found.jobs.push(toHead(item, nextBuildNumber));
  else if (next !== undefined || member(raw, 'jobs') !== undefined) found.dropped += 1;
  // At the last level of the tree a container has neither key; above it such an entry is no container and has no builds.
  else if (item.level === levels) found.pending.push({ path, index });
}

interface Page {
  readonly at: Pending;
  readonly levels: number;
  /** Position of the first item of this page. */
  readonly from: number;
}

/** Adds one answer; the number of its direct items, or null when it is not a container. */
function collect(reply: Reply, { at, levels, from }: Page, found: Found): number | null {
  const container = containerIn(reply.body, at.path);
  if (container === null) return null;
  for (const item of itemsIn(container, levels)) {
    if (item === null) found.dropped += 1;
    else sort(item.level === 1 ? { ...item, index: item.index + from } : item, levels, found);
  }
  return container.jobs.length;
}

function askTree(access: Access, at: Pending, tree: string, options: CallOptions): Promise<Attempt<Reply>> {
  const itemPath = itemUrlPath(at.path);
  // One level costs a controller next to nothing: when that does not come either, it is not the tree.
  const deadlineMs = tree === headsTree ? 120_000 : 30_000;
  return ask(access, { itemPath, tree, kind: 'heads', loads: 0, deadlineMs, options, isHeavy: true });
}

/** Reads one container: whole, or only its own level in steps when the whole is too much. The last reply, or why it failed. */
async function readContainer(
  access: Access,
  { at, options, found }: { readonly at: Pending; readonly options: CallOptions; readonly found: Found },
): Promise<Attempt<Reply>> {
  const note = (size: number | null) => {
    if (size !== null && at.index !== null) found.folders.push({ path: at.path, size, index: at.index });
    return size !== null || at.index !== null;
  };
  const whole = await askTree(access, at, headsTree, options);
  if (whole.ok) {
    const isContainer = note(collect(whole.value, { at, levels: headLevels, from: 0 }, found));
    return isContainer ? whole : { ok: false, miss: malformed('no list of jobs') };
  }
  if (!isTooMuch(whole.miss)) return whole;
  for (let from = 0; ; from += shallowStep) {
    const tree = `${shallowHeadsTree}{${from},${from + shallowStep}}`;
    const part = await askTree(access, at, tree, options);
    if (!part.ok) return part;
    const size = collect(part.value, { at, levels: 1, from }, found);
    if (size === null) return { ok: false, miss: malformed('no list of jobs') };
    if (size < shallowStep) {
      note(from + size);
      return part;
    }
  }
}

/** A folder may vanish between two requests, or be closed to us: that is no failure of the whole. */
function isGone(miss: Miss): boolean {
  return miss.reason === 'absent' || miss.reason === 'denied';
}

/** All readable jobs of all depths: one request for up to ten levels, one more for each container below. */
export async function askHeads(access: Access, options: CallOptions): Promise<AnswerOutcome<Heads>> {
  const found: Found = { jobs: [], folders: [], pending: [{ path: [], index: null }], dropped: 0 };
  let last: Reply | null = null;
  for (let requests = 0; ; requests += 1) {
    const at = found.pending.shift();
    if (at === undefined) break;
    if (requests >= mostRequests || at.path.length > mostLevels) {
      return problem(malformed('folders are nested without end').problem);
    }
    const attempt = await readContainer(access, { at, options, found });
    if (attempt.ok) last = attempt.value;
    else if (last === null || !isGone(attempt.miss)) return problem(attempt.miss.problem);
  }
  if (last === null) return problem(malformed('no list of jobs').problem);
  access.kinds.learn(found.jobs);
  return answered({ jobs: found.jobs, folders: found.folders }, last, found.dropped);
}
