import { clip, countOf, type NumberRanges, numbersOf, subtract, toRanges, unite } from '../core/ledger.ts';
import type { FinalBuild, MatrixConfiguration } from '../jenkins/controller.ts';
import { loseNumbers } from './absorb-builds.ts';
import { parkMs } from './delays.ts';
import { holesOfJob } from './history.ts';
import type { JobEntry } from './job-entry.ts';
import { mostByNumber } from './job-stage.ts';
import { type Finding, learnBuilds } from './learn-builds.ts';
import { isCommonProblem, noteDropped, type Pass, type RunnerContext } from './runner-context.ts';

const width = 3;

/** What is to be looked at by number on one job. */
interface Task {
  readonly entry: JobEntry;
  /** Allotted and never asked for. */
  readonly missing: NumberRanges;
  /** Stored as running, and off their executors. */
  readonly open: readonly number[];
  /** Asked for in vain before. */
  readonly absent: NumberRanges;
  /** Stored, but not whole. */
  readonly partial: readonly number[];
}

/** Null = the controller has no such build; `unreadable` counts as a try, too. */
type Look = FinalBuild | null | 'unreadable';

interface Looks {
  readonly byNumber: Map<number, Look>;
  /** A failure that concerns the whole controller: what was not looked at stays due. */
  isCutShort: boolean;
}

async function lookAtNumbers(context: RunnerContext, entry: JobEntry, numbers: readonly number[]): Promise<Looks> {
  const looks: Looks = { byNumber: new Map(), isCutShort: false };
  for (const number of numbers) {
    const outcome = await context.controller.final(entry.job.path, number, {
      urgency: 'live',
      kind: entry.job.kind,
      signal: context.signal,
    });
    if (context.signal.aborted) return { ...looks, isCutShort: true };
    if (outcome.ok) {
      noteDropped(context, outcome.value.dropped);
      looks.byNumber.set(number, outcome.value.value);
    } else if (isCommonProblem(outcome.problem)) {
      context.failed(outcome.problem);
      return { ...looks, isCutShort: true };
    } else looks.byNumber.set(number, 'unreadable');
  }
  return looks;
}

/** The configurations of a matrix job, to be stored together with its build: their builds ended before it did. */
export async function configurationsOf(
  context: RunnerContext,
  entry: JobEntry,
): Promise<readonly MatrixConfiguration[] | null> {
  if (entry.job.kind !== 'matrix') return null;
  const { path } = entry.job;
  const outcome = await context.controller.matrixConfigurations(path, { urgency: 'live', signal: context.signal });
  if (outcome.ok) return outcome.value.value;
  context.book.setConfigurationsDue(entry, true);
  return null;
}

interface Tried {
  readonly asked: NumberRanges;
  readonly found: NumberRanges;
}

/** Counts a try for what is still absent, and loses what was looked for long enough. */
async function settleAbsent(context: RunnerContext, { entry }: Task, { asked, found }: Tried): Promise<void> {
  const { absentNumbers, clock, openBuilds, recorder } = context;
  if (context.isDoubtful()) {
    absentNumbers.postpone(entry.job.id, clock.nowMs());
    return;
  }
  const lost = absentNumbers.tried(entry.job.id, { asked, found }, clock.nowMs());
  if (lost.length === 0) return;
  const jobId = entry.job.id;
  const vanished = [...numbersOfFew(lost)]
    .filter((number) => openBuilds.has(jobId, number))
    .map((number) => ({ jobId, number }));
  for (const { number } of vanished) openBuilds.close(jobId, number);
  await recorder.step(() => ({ changed: [{ entry, job: loseNumbers(entry.job, lost) }], vanished }));
}

/** Single numbers, as far as somebody could have a row of them: spans that large were never seen running. */
function* numbersOfFew(ranges: NumberRanges): Generator<number> {
  for (const range of ranges) if (countOf([range]) <= 1_000) yield* numbersOf([range]);
}

/** Numbers that were never asked for and are not there begin their tries. */
async function noteAbsent(context: RunnerContext, { entry }: Task, numbers: NumberRanges): Promise<void> {
  if (numbers.length === 0) return;
  await learnBuilds(context, [{ entry, evidence: { builds: [], covers: numbers }, isFresh: true }]);
}

function isFinal(look: Look): look is FinalBuild {
  return look !== null && look !== 'unreadable';
}

/** False when it was cut short by a failure that has nothing to do with the job. */
async function followByNumber(context: RunnerContext, task: Task, numbers: readonly number[]): Promise<boolean> {
  const { clock, openBuilds } = context;
  const { entry } = task;
  const { byNumber, isCutShort } = await lookAtNumbers(context, entry, numbers);
  if (context.signal.aborted) return false;
  const finals = new Map([...byNumber].filter((look): look is [number, FinalBuild] => isFinal(look[1])));
  const builds = [...finals.values()].map(({ build }) => build);
  const finding: Finding = { entry, evidence: { builds, covers: [], isCorrection: true }, finals };
  const configurations = builds.length > 0 ? await configurationsOf(context, entry) : null;
  if (builds.length > 0) await learnBuilds(context, [{ ...finding, configurations }]);
  context.partialBuilds.looked(entry.job.id, task.partial, clock.nowMs());
  const asked = toRanges(byNumber.keys());
  const found = toRanges(builds.map(({ number }) => number));
  const notThere = subtract(asked, found);
  for (const number of task.open) {
    const look = byNumber.get(number);
    if (look === null) openBuilds.absent(entry.job.id, number);
    else if (look === 'unreadable') openBuilds.postpone(entry.job.id, number, clock.nowMs());
  }
  const gone = toRanges(task.open.filter((number) => byNumber.get(number) === null));
  context.absentNumbers.note(entry.job.id, { ranges: gone, isFresh: true }, clock.nowMs());
  await noteAbsent(context, task, intersect(notThere, task.missing));
  await settleAbsent(context, task, { asked: intersect(asked, task.absent), found });
  return !isCutShort;
}

const intersect = (left: NumberRanges, right: NumberRanges) => right.flatMap(([from, to]) => clip(left, from, to));

/** Many numbers at once: the list of the newest hundred tells most of them, and walking back from a known build the others. */
async function followByList(context: RunnerContext, task: Task): Promise<boolean> {
  const { absentNumbers, clock, controller, openBuilds, signal } = context;
  const { entry } = task;
  const outcome = await controller.recent(entry.job.path, { urgency: 'live', signal, kind: entry.job.kind });
  if (signal.aborted) return false;
  if (!outcome.ok) {
    for (const number of task.open) openBuilds.postpone(entry.job.id, number, clock.nowMs());
    absentNumbers.postpone(entry.job.id, clock.nowMs());
    context.partialBuilds.looked(entry.job.id, task.partial, clock.nowMs());
    if (isCommonProblem(outcome.problem)) context.failed(outcome.problem);
    return !isCommonProblem(outcome.problem);
  }
  const { builds, firstBuildNumber, nextBuildNumber, configurations } = outcome.value.value;
  noteDropped(context, outcome.value.dropped);
  const lowest = builds.at(-1)?.number ?? 1;
  const covers = [[lowest, nextBuildNumber - 1]] as const;
  const isRenumbered = nextBuildNumber < entry.job.nextBuildNumber;
  if (isRenumbered) context.pollSoon();
  else {
    const isCorrection = task.partial.length > 0;
    const evidence = { builds, covers, firstBuildNumber, nextBuildNumber, isCorrection };
    await learnBuilds(context, [{ entry, evidence, configurations }]);
    context.partialBuilds.looked(entry.job.id, task.partial, clock.nowMs());
  }
  const found = toRanges(builds.map(({ number }) => number));
  for (const number of task.open.filter((one) => !builds.some((build) => build.number === one)))
    openBuilds.postpone(entry.job.id, number, clock.nowMs());
  await settleAbsent(context, task, { asked: task.absent, found });
  return true;
}

function taskOf(
  { book, clock, openBuilds, absentNumbers, partialBuilds }: RunnerContext,
  entry: JobEntry,
  mostBuilds: number,
): Task {
  const nowMs = clock.nowMs();
  const isWanted = entry.stage === 'numbers' && book.inStage('numbers').has(entry);
  const highest = isWanted ? holesOfJob(entry.job, mostBuilds).slice(-1) : [];
  return {
    entry,
    missing: highest,
    open: openBuilds.due(nowMs).get(entry.job.id) ?? [],
    absent: absentNumbers.due(nowMs).get(entry.job.id) ?? [],
    partial: partialBuilds.due(nowMs).get(entry.job.id) ?? [],
  };
}

function follow(context: RunnerContext, task: Task): Promise<boolean> {
  const wanted = unite(unite(task.missing, toRanges([...task.open, ...task.partial])), task.absent);
  if (countOf(wanted) > 2 * mostByNumber) return followByList(context, task);
  return followByNumber(context, task, [...numbersOf(wanted)].reverse());
}

/** Follows single builds by their number: just allotted, off their executor, or not to be found so far. */
export function createFollowPass(context: RunnerContext): Pass {
  const { absentNumbers, book, clock, openBuilds, partialBuilds } = context;
  const claimed = new Set<JobEntry>();

  function* candidates(nowMs: number): Generator<JobEntry> {
    for (const entry of book.inStage('numbers')) if (entry.parkedUntilMs <= nowMs) yield entry;
    const due = [openBuilds, absentNumbers, partialBuilds].flatMap((tracker) => [...tracker.due(nowMs).keys()]);
    for (const jobId of due) {
      const entry = book.get(jobId);
      // A missing job answers 404 for everything: that says nothing about its builds.
      if (entry !== undefined && entry.job.missingSinceMs === null) yield entry;
    }
  }

  function claim(): JobEntry | null {
    for (const entry of candidates(clock.nowMs())) {
      if (claimed.has(entry)) continue;
      claimed.add(entry);
      return entry;
    }
    return null;
  }

  return {
    name: 'follow',
    width,
    dueAtMs() {
      const nowMs = clock.nowMs();
      for (const entry of candidates(nowMs)) if (!claimed.has(entry)) return nowMs;
      const parked = [...book.inStage('numbers')].map(({ parkedUntilMs }) => parkedUntilMs);
      const waiting = [openBuilds, absentNumbers, partialBuilds].map((tracker) => tracker.nextDueMs(nowMs));
      const times = [...parked.filter((atMs) => atMs > nowMs), ...waiting.filter((atMs) => atMs !== null)];
      return times.length === 0 ? null : Math.min(...times);
    },
    async run() {
      const entry = claim();
      if (entry === null) return;
      try {
        const { mostBuilds } = context.limits();
        const before = entry.job;
        const isWhole = await follow(context, taskOf(context, entry, mostBuilds));
        if (!isWhole) return;
        const isStuck = entry.stage === 'numbers' && entry.job === before;
        entry.failures = isStuck ? entry.failures + 1 : 0;
        if (isStuck) entry.parkedUntilMs = clock.nowMs() + parkMs(entry.failures);
      } finally {
        claimed.delete(entry);
      }
    },
  };
}
