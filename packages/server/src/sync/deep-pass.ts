import type { ConnectionProblem } from '../core/connection.ts';
import type { DeepOutcome, DeepWork } from '../storage/deep-step.ts';
import { failedWork, isLastTry } from './deep-failure.ts';
import { DeepList } from './deep-list.ts';
import { callOptions, type DeepTask, type Fetched } from './deep-task.ts';
import { fetchDeep } from './fetch-deep.ts';
import { isCommonProblem, type Pass, type RunnerContext } from './runner-context.ts';
import { SlowJobs } from './slow-jobs.ts';

const width = 3;
const worksPerLook = 100;
/** What others put on the list, and what is to be tried again, is seen within this time. */
const lookEveryMs = 10_000;
/** While there is enough to do the list is read anew this often, for what is more urgent. */
const lookAgainMs = 5_000;
const firstRestMs = 30_000;
const mostRestMs = 600_000;

export interface DeepPass extends Pass {
  /** Builds were stored, or a person asks: the list has grown. */
  look(): void;
  /** True while something is left to fetch now. */
  hasWork(): boolean;
}

/** What of the list may be fetched while history is still coming in: nothing but what a person waits for, then a little. */
function mostAtOnce({ book }: RunnerContext): number {
  if (book.hasWork('facts') || book.hasWork('latest')) return 0;
  return book.hasWork('recent') || book.hasWork('older') ? 1 : width;
}

interface Settled {
  readonly outcome?: DeepOutcome;
  readonly hasVanished?: boolean;
}

/** Jenkins deletes builds, and answers 404 for a moment for other reasons: a build is gone when its job is there and the number is not. */
async function settleAbsent(context: RunnerContext, task: DeepTask): Promise<Settled> {
  const { controller, clock } = context;
  const { work, entry } = task;
  const numbers = await controller.numbers(entry.job.path, { ...callOptions(context, task), expectedLoads: undefined });
  const first = numbers.ok ? numbers.value.value?.first : undefined;
  // Renamed or deleted as a whole: the heads tell.
  if (numbers.ok && numbers.value.value === null) context.pollSoon();
  const isRotated = numbers.ok && numbers.value.value !== null && (first === null || work.number < (first ?? 0));
  const isGone = isRotated || (numbers.ok && numbers.value.value !== null && isLastTry(work));
  if (isGone && !context.isDoubtful()) return { hasVanished: true };
  return { outcome: failedWork(work, 'Jenkins answers that this build does not exist (404).', clock.nowMs()) };
}

/** Fetches stages, tests, changes and the ends of logs of finished builds, red and recent ones first. */
export function createDeepPass(context: RunnerContext): DeepPass {
  const { book, clock, connection, recorder, signal, store } = context;
  const list = new DeepList();
  const slow = new SlowJobs();
  let isLooking = false;
  let hasGrown = true;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let restsUntilMs = 0;
  let timeouts = 0;

  function isWanted({ isAsked, kind }: DeepWork): boolean {
    // Loading a flow graph or a report is among the heaviest reads there are.
    if ((kind === 'stages' || kind === 'tests') && list.isUnderWay(kind)) return false;
    return isAsked || list.claimedCount < mostAtOnce(context);
  }

  const next = () => (isLooking ? null : list.first(isWanted));
  const lookDueAtMs = () => {
    if (isLooking) return Number.POSITIVE_INFINITY;
    if (hasGrown) return list.isEmpty ? 0 : lookedAtMs + lookAgainMs;
    return lookedAtMs + lookEveryMs;
  };

  async function look(): Promise<void> {
    isLooking = true;
    hasGrown = false;
    const nowMs = clock.nowMs();
    lookedAtMs = nowMs;
    try {
      list.beginLook();
      const works = await store.dueDeepWork(connection.id, { nowMs, most: worksPerLook });
      list.replace(works);
      if (works.length === worksPerLook) hasGrown = true;
    } finally {
      isLooking = false;
    }
    if (!hasWork()) await recorder.step();
  }

  /** Concerns the whole controller, or the circuit is open: nothing of it is the fault of what was asked for. */
  function rest(problem: ConnectionProblem): boolean {
    if (isCommonProblem(problem)) context.failed(problem);
    else if (problem.retryAfterMs !== undefined) restsUntilMs = clock.nowMs() + problem.retryAfterMs;
    else return false;
    return true;
  }

  function noteSpeed({ work, entry }: DeepTask, fetched: Fetched): void {
    const hasTimedOut = fetched.kind === 'problem' && fetched.problem.code === 'timeout';
    timeouts = hasTimedOut ? timeouts + 1 : 0;
    if (hasTimedOut) restsUntilMs = clock.nowMs() + Math.min(mostRestMs, firstRestMs * 2 ** Math.min(10, timeouts - 1));
    if (work.kind === 'stages') slow.note(entry.job.id, hasTimedOut, clock.nowMs());
  }

  /** Null = nothing is to be stored: it stays on the list. */
  async function settle(task: DeepTask, fetched: Fetched): Promise<Settled | null> {
    const { work } = task;
    noteSpeed(task, fetched);
    switch (fetched.kind) {
      case 'outcome':
        return { outcome: fetched.outcome };
      case 'absent':
        return settleAbsent(context, task);
      case 'unusable':
        return { outcome: failedWork(work, fetched.reason, clock.nowMs()) };
      case 'problem': {
        if (rest(fetched.problem)) return null;
        return { outcome: failedWork(work, fetched.problem.message, clock.nowMs()) };
      }
    }
  }

  /** Why it is not even tried; null = it is. */
  function obstacle(work: DeepWork): DeepOutcome | null {
    const entry = book.get(work.jobId);
    const { kind } = work;
    const nowMs = clock.nowMs();
    if (entry === undefined || !entry.isIncluded) {
      return { kind, outcome: 'parked', reason: 'The filters of the connection leave this job out.' };
    }
    if (entry.job.missingSinceMs !== null || entry.job.goneAtMs !== null) {
      return failedWork(work, 'Jenkins does not show this job at the moment.', nowMs);
    }
    const untilMs = kind === 'stages' && !work.isAsked ? slow.untilMs(entry.job.id) : 0;
    if (untilMs <= nowMs) return null;
    const reason = 'Jenkins takes very long to tell the stages of this job, so it is asked for them less often.';
    return { kind, outcome: 'failed', retryAtMs: untilMs, reason };
  }

  async function fetch(work: DeepWork): Promise<Settled | null> {
    const hindered = obstacle(work);
    if (hindered !== null) return { outcome: hindered };
    const entry = book.get(work.jobId);
    if (entry === undefined) return null;
    const task = { work, entry };
    const fetched = await fetchDeep(context, task);
    return signal.aborted ? null : settle(task, fetched);
  }

  async function work(one: DeepWork): Promise<void> {
    let settled: Settled | null;
    try {
      settled = await fetch(one);
    } finally {
      list.release(one);
    }
    if (settled === null) hasGrown = true;
    if (settled === null || signal.aborted) return;
    const { jobId, number } = one;
    const { outcome, hasVanished = false } = settled;
    await recorder.step(() => ({
      ...(outcome !== undefined && { deep: [{ ...outcome, jobId, number }] }),
      ...(hasVanished && { vanished: [{ jobId, number }] }),
    }));
  }

  function hasWork(): boolean {
    return isLooking || hasGrown || list.claimedCount > 0 || !list.isEmpty;
  }

  return {
    name: 'deep',
    width,
    hasWork,
    look() {
      hasGrown = true;
    },
    dueAtMs() {
      const nowMs = clock.nowMs();
      const atMs = next() === null ? lookDueAtMs() : nowMs;
      const dueAtMs = Math.max(atMs, restsUntilMs);
      return dueAtMs === Number.POSITIVE_INFINITY ? null : dueAtMs;
    },
    async run() {
      if (lookDueAtMs() <= clock.nowMs()) return look();
      const one = next();
      if (one === null) return;
      list.claim(one);
      await work(one);
    },
  };
}
