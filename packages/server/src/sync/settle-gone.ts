import type { JobEntry } from './job-entry.ts';
import { retireJob } from './retire-job.ts';
import { isCommonProblem, type RunnerContext } from './runner-context.ts';

const leastPolls = 3;
const leastMs = 900_000;
/** Questions in one look: a deleted folder takes several looks to settle. */
const mostPerLook = 5;

function isOverdue({ job, missedPolls }: JobEntry, nowMs: number): boolean {
  if (job.missingSinceMs === null || job.goneAtMs !== null || job.kind === 'matrix-configuration') return false;
  return missedPolls >= leastPolls && nowMs - job.missingSinceMs >= leastMs;
}

/**
 * Settles missing jobs as gone: absent from three looks over a quarter of an hour, and 404 when asked for. The heads that
 * were just read prove that what stands above them answers.
 */
export async function settleGone(context: RunnerContext): Promise<void> {
  const { book, clock, controller, recorder, signal } = context;
  const overdue = [...book.entries()].filter((entry) => isOverdue(entry, clock.nowMs()));
  overdue.sort((a, b) => (a.job.missingSinceMs ?? 0) - (b.job.missingSinceMs ?? 0));
  for (const entry of overdue.slice(0, mostPerLook)) {
    const outcome = await controller.numbers(entry.job.path, { urgency: 'live', signal, kind: entry.job.kind });
    if (signal.aborted) return;
    if (!outcome.ok) {
      if (isCommonProblem(outcome.problem)) return;
      continue;
    }
    const isGone = outcome.value.value === null;
    await recorder.step(() => {
      if (entry.job.missingSinceMs === null) return {};
      const nowMs = clock.nowMs();
      if (isGone) return retireJob(context, entry, { mostBuilds: context.limits().mostBuilds, nowMs });
      // It answers after all: the list left it out.
      entry.missedPolls = 0;
      return { changed: [{ entry, job: { ...entry.job, missingSinceMs: nowMs } }] };
    });
  }
}
