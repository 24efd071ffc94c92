import { fullNameOf } from '../core/job.ts';
import type { Answer, Head, Heads } from '../jenkins/controller.ts';
import type { KnownJob } from '../storage/collection.ts';
import { collapseWarning, noJobsWarning } from './collapse-warning.ts';
import { pollDelayMs } from './delays.ts';
import { identifyNewcomers, type Newcomers } from './identify-newcomers.ts';
import { type JobEntry, mayBeReplaced } from './job-entry.ts';
import { markMissing } from './mark-missing.ts';
import { newJob } from './new-job.ts';
import { compareHeads, type HeadsPlan, isCollapse } from './plan.ts';
import type { StepParts } from './recorder.ts';
import { recreateJob } from './retire-job.ts';
import { noteDropped, type Pass, type RunnerContext } from './runner-context.ts';
import { settleGone } from './settle-gone.ts';
import { buildTree } from './slice-plan.ts';

/** Collapses that last this long, with everything else in order, are deletions after all. */
const acceptCollapseAfterMs = 3_600_000;

/** What the looks at the heads remember from one to the next. */
interface Memory {
  dueAtMs: number;
  dropped: number;
  collapsedSinceMs: number | null;
}

interface Look {
  readonly context: RunnerContext;
  readonly memory: Memory;
  readonly answer: Answer<Heads>;
  readonly plan: HeadsPlan;
  readonly nowMs: number;
}

/** True while what is missing may be missing for another reason than that it was deleted. */
function isFrozen({ context, memory, answer, plan, nowMs }: Look): boolean {
  const { session } = context.recorder.state;
  const hasRestarted = session !== null && answer.session !== null && session !== answer.session;
  const vanished = plan.missing.filter(({ missingSinceMs }) => missingSinceMs === null).length;
  const hasCollapsed = isCollapse({ presentBefore: plan.presentBefore, vanished });
  if (!hasCollapsed) {
    memory.collapsedSinceMs = null;
    return hasRestarted;
  }
  memory.collapsedSinceMs ??= nowMs;
  const isEmpty = answer.value.jobs.length === 0;
  return isEmpty || nowMs - memory.collapsedSinceMs < acceptCollapseAfterMs;
}

function changedJob({ job }: JobEntry, head: Head): KnownJob {
  // What a head does not tell (controllers before 2.x send no class) stays as it was known.
  const kind = head.kind === 'other' ? job.kind : head.kind;
  // Running builds may have told of later numbers since the heads were read.
  const nextBuildNumber = Math.max(head.nextBuildNumber, job.nextBuildNumber);
  return { ...job, kind, nextBuildNumber, isDisabled: head.isDisabled, missingSinceMs: null, goneAtMs: null };
}

function relinked({ job, head, incarnation }: Newcomers['moved'][number]): KnownJob {
  const { path, kind, nextBuildNumber, isDisabled } = head;
  return { ...job, path, kind, incarnation, nextBuildNumber, isDisabled, missingSinceMs: null, goneAtMs: null };
}

/** A moved matrix job takes its configurations along. */
function movedConfigurations({ book }: RunnerContext, { job, head }: Newcomers['moved'][number]) {
  if (job.kind !== 'matrix') return [];
  return [...book.configurationsOf(fullNameOf(job.path))].map((entry) => ({
    entry,
    job: { ...entry.job, path: [...head.path, entry.job.path.at(-1) ?? ''], missingSinceMs: null },
  }));
}

function createdJob({ book }: RunnerContext, head: Head): KnownJob {
  return newJob(head, book.incarnationsOf(fullNameOf(head.path)) + 1);
}

function partsOf({ context, plan, nowMs }: Look, newcomers: Newcomers): StepParts {
  const { book } = context;
  const limits = { mostBuilds: context.limits().mostBuilds, nowMs };
  const entryOf = ({ id }: KnownJob) => book.get(id);
  const changed: { entry: JobEntry; job: KnownJob }[] = [];
  const created = newcomers.added.map((head) => createdJob(context, head));
  const vanished: { jobId: number; number: number }[] = [];
  const moved = new Set(newcomers.moved.map(({ job }) => job.id));
  for (const { job, head } of plan.recreated) {
    const entry = entryOf(job);
    const hasLeft = entry === undefined || moved.has(job.id) || entry.job.goneAtMs !== null;
    // Already replaced by what an answer about its builds said.
    if (hasLeft && book.current(fullNameOf(head.path))?.job.id !== job.id) continue;
    if (hasLeft) {
      created.push(createdJob(context, head));
      continue;
    }
    if (!mayBeReplaced(entry, nowMs)) continue;
    const recreated = recreateJob(context, { entry, seen: head }, limits);
    changed.push(...recreated.changed);
    created.push(...recreated.created);
    vanished.push(...recreated.vanished);
  }
  for (const { head } of newcomers.replaced) created.push(createdJob(context, head));
  const replaced = new Set(newcomers.replaced.map(({ job }) => job.id));
  for (const { job: compared, head } of plan.changed) {
    const entry = entryOf(compared);
    if (entry === undefined || replaced.has(compared.id)) continue;
    changed.push({ entry, job: changedJob(entry, head) });
    const isBack = entry.job.missingSinceMs !== null;
    if (isBack && entry.job.kind === 'matrix') book.setConfigurationsDue(entry, true);
    entry.missedPolls = 0;
  }
  for (const move of newcomers.moved) {
    const entry = entryOf(move.job);
    if (entry === undefined) continue;
    entry.missedPolls = 0;
    changed.push({ entry, job: relinked({ ...move, job: entry.job }) }, ...movedConfigurations(context, move));
  }
  return { created, changed, vanished };
}

function noteSession({ context, answer }: Look): void {
  const { recorder, controller } = context;
  const { session } = recorder.state;
  if (session !== null && answer.session !== null && session !== answer.session) controller.slowDown();
  recorder.note({
    session: answer.session ?? session,
    jenkinsVersion: answer.jenkinsVersion ?? recorder.state.jenkinsVersion,
  });
}

async function digest(look: Look): Promise<void> {
  const { context, plan } = look;
  const areDeletionsFrozen = isFrozen(look);
  context.setDoubtful(areDeletionsFrozen);
  noteSession(look);
  const newcomers = await identifyNewcomers(context, plan);
  if (context.signal.aborted) return;
  await context.recorder.step(() => partsOf(look, newcomers));
  const moved = new Set(newcomers.moved.map(({ job }) => job.id));
  const missing = plan.missing.filter(({ id }) => !moved.has(id));
  if (!areDeletionsFrozen) {
    await markMissing(context, missing);
    await settleGone(context);
  }
}

async function warningOf(look: Look) {
  const { context, answer, memory, plan } = look;
  if (memory.collapsedSinceMs !== null) {
    const visible = answer.value.jobs.length;
    return collapseWarning(context, { visible, before: plan.presentBefore });
  }
  return answer.value.jobs.length === 0 ? noJobsWarning() : null;
}

/** Looks at all jobs of the controller in one request: new, changed, moved, deleted ones, and builds that were allotted. */
export function createHeadsPass(context: RunnerContext): Pass & { pollSoon(): void; pollNow(): void } {
  const { clock, intervalMs, random, recorder } = context;
  const memory: Memory = { dueAtMs: clock.nowMs(), dropped: 0, collapsedSinceMs: null };
  const findKnown = (name: string) => {
    const entry = context.book.current(name);
    return entry === undefined ? undefined : { path: entry.job.path, name: entry.name };
  };
  return {
    name: 'heads',
    width: 1,
    dueAtMs: () => memory.dueAtMs,
    pollSoon() {
      memory.dueAtMs = Math.min(memory.dueAtMs, clock.nowMs() + Math.min(1_000, intervalMs));
    },
    pollNow() {
      memory.dueAtMs = clock.nowMs();
    },
    async run() {
      const startedAtMs = clock.nowMs();
      memory.dueAtMs = Number.POSITIVE_INFINITY;
      if (recorder.state.phase === 'waiting') {
        recorder.note({ phase: 'mapping' });
        await recorder.step();
      }
      const outcome = await context.controller.heads({ urgency: 'live', signal: context.signal });
      const nowMs = clock.nowMs();
      const responseMs = nowMs - startedAtMs;
      memory.dueAtMs = startedAtMs + pollDelayMs({ intervalMs, responseMs, random });
      if (context.signal.aborted) return;
      if (!outcome.ok) {
        context.failed(outcome.problem);
        return;
      }
      const answer = outcome.value;
      context.setTree(buildTree(answer.value, findKnown));
      noteDropped(context, Math.max(0, answer.dropped - memory.dropped));
      memory.dropped = answer.dropped;
      const { isIncluded, book } = context;
      const plan = compareHeads({ heads: answer.value.jobs, known: book.currentJobs(), isIncluded });
      const look: Look = { context, memory, answer, plan, nowMs };
      await digest(look);
      if (context.signal.aborted) return;
      context.succeeded({ responseMs, warning: await warningOf(look) });
      await recorder.step();
    },
  };
}
