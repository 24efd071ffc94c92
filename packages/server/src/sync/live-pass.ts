import type { CollectedBuild } from '../core/build.ts';
import { fullNameOf } from '../core/job.ts';
import { includes, moveTo } from '../core/ledger.ts';
import type { Agents, QueueItem, RunningBuild } from '../jenkins/controller.ts';
import type { QueueEntry } from '../storage/live-step.ts';
import { withFingerprint } from './absorb-builds.ts';
import { jittered } from './delays.ts';
import type { JobEntry } from './job-entry.ts';
import type { StepParts } from './recorder.ts';
import { isCommonProblem, noteDropped, type Pass, type RunnerContext } from './runner-context.ts';

const mostPeriodMs = 10_000;

/** A job that only the heads can explain: new, or a configuration of a matrix that has not been asked for them. */
function noteUnknown({ book, isIncluded, pollSoon }: RunnerContext, { path }: RunningBuild): void {
  const matrix = book.current(fullNameOf(path.slice(0, -1)));
  if (matrix?.job.kind === 'matrix') book.setConfigurationsDue(matrix, true);
  else if (isIncluded(fullNameOf(path))) pollSoon();
}

/** A build on an executor that has to be written: new, or changed since it was. */
function isNews({ openBuilds }: RunnerContext, { job }: JobEntry, build: CollectedBuild): boolean {
  if (!build.isBuilding || includes(job.ledger.collected, build.number)) return false;
  return !includes(job.ledger.open, build.number) || openBuilds.isNews(job.id, build);
}

/** Running builds become open rows; a number beyond the last one means that builds in between were allotted, too. */
function stepOfRunning(context: RunnerContext, running: readonly RunningBuild[], nowMs: number): StepParts {
  const { book, openBuilds, absentNumbers, queueTimes } = context;
  const changed = new Map<JobEntry, JobEntry['job']>();
  const builds: { jobId: number; build: CollectedBuild }[] = [];
  for (const { path, build: seen } of running) {
    const entry = book.current(fullNameOf(path));
    if (entry === undefined || !entry.isIncluded || entry.job.goneAtMs !== null) continue;
    const job = changed.get(entry) ?? entry.job;
    const timed = queueTimes.complete(seen);
    const build = { ...timed, pullRequest: timed.pullRequest ?? job.pullRequest };
    const hasStarted = build.isBuilding && !includes(job.ledger.collected, build.number);
    if (isNews(context, entry, build)) builds.push({ jobId: job.id, build });
    if (hasStarted) {
      openBuilds.seen(job.id, build, nowMs);
      absentNumbers.found(job.id, [[build.number, build.number]]);
    }
    entry.newestStartMs = Math.max(entry.newestStartMs, build.startedAtMs);
    const ledger = hasStarted ? moveTo(job.ledger, 'open', [[build.number, build.number]]) : job.ledger;
    const nextBuildNumber = Math.max(job.nextBuildNumber, build.number + 1);
    changed.set(entry, withFingerprint({ ...job, ledger, nextBuildNumber }, [build]));
  }
  return { changed: [...changed].map(([entry, job]) => ({ entry, job })), builds };
}

/** The queue in terms of the book. */
function entriesOf({ book }: RunnerContext, items: readonly QueueItem[]): QueueEntry[] {
  return items.map(({ id, inQueueSinceMs, why, taskName, state, isStuck, path, buildNumber }) => ({
    ...{ id, inQueueSinceMs, why, taskName, state, isStuck, buildNumber },
    jobId: path === null ? null : (book.current(fullNameOf(path))?.job.id ?? null),
  }));
}

interface Look {
  readonly agents: Agents | null;
  readonly queue: readonly QueueItem[] | null;
}

async function digest(context: RunnerContext, look: Look): Promise<void> {
  const queue = look.queue === null ? {} : { queue: entriesOf(context, look.queue) };
  if (look.agents !== null) await digestAgents(context, look.agents, queue);
  else await context.recorder.step(() => queue);
}

async function digestAgents(
  context: RunnerContext,
  { agents, online, total, running }: Agents,
  queue: Pick<StepParts, 'queue'>,
): Promise<void> {
  const { book, clock, openBuilds, recorder } = context;
  const nowMs = clock.nowMs();
  for (const one of running) if (book.current(fullNameOf(one.path)) === undefined) noteUnknown(context, one);
  recorder.note({ agentsOnline: online, agentsTotal: total });
  await recorder.step(() => {
    const parts = stepOfRunning(context, running, nowMs);
    openBuilds.leftExecutors(nowMs);
    return { ...parts, ...queue, agents };
  });
}

/** Looks at executors and queue: what runs, what has left, and who waits. */
export function createLivePass(context: RunnerContext): Pass {
  const { clock, controller, intervalMs, queueTimes, random, recorder, signal } = context;
  const periodMs = Math.min(mostPeriodMs, intervalMs);
  let dueAtMs = clock.nowMs();
  return {
    name: 'live',
    width: 1,
    dueAtMs: () => dueAtMs,
    async run() {
      const startedAtMs = clock.nowMs();
      dueAtMs = Number.POSITIVE_INFINITY;
      const options = { urgency: 'live', signal } as const;
      const [queue, running] = await Promise.all([controller.queue(options), controller.running(options)]);
      const responseMs = clock.nowMs() - startedAtMs;
      dueAtMs = startedAtMs + Math.max(jittered(periodMs, random), 10 * responseMs);
      if (signal.aborted) return;
      for (const outcome of [queue, running]) {
        if (outcome.ok) noteDropped(context, outcome.value.dropped);
        else if (isCommonProblem(outcome.problem)) {
          context.failed(outcome.problem);
          return;
        }
      }
      if (queue.ok) {
        queueTimes.note(queue.value.value, clock.nowMs());
        recorder.note({ queueLength: queue.value.value.length });
      }
      await digest(context, {
        agents: running.ok ? running.value.value : null,
        queue: queue.ok ? queue.value.value : null,
      });
    },
  };
}
