import { fullNameOf } from '../core/job.ts';
import type { KnownJob } from '../storage/collection.ts';
import type { JobEntry } from './job-entry.ts';
import type { RunnerContext } from './runner-context.ts';

/** Marks jobs that the heads left out, matrix configurations with their job; counts in how many looks they were absent. */
export async function markMissing(
  { book, clock, recorder }: RunnerContext,
  missing: readonly KnownJob[],
): Promise<void> {
  const nowMs = clock.nowMs();
  const absent = missing.flatMap(({ id }) => {
    const entry = book.get(id);
    return entry === undefined ? [] : [entry];
  });
  for (const entry of absent) entry.missedPolls += 1;
  const cells = absent.flatMap(({ job }): JobEntry[] =>
    job.kind === 'matrix' ? [...book.configurationsOf(fullNameOf(job.path))] : [],
  );
  const unmarked = [...absent, ...cells].filter(({ job }) => job.missingSinceMs === null && job.goneAtMs === null);
  if (unmarked.length === 0) return;
  await recorder.step(() => ({
    changed: unmarked.map((entry) => ({ entry, job: { ...entry.job, missingSinceMs: nowMs } })),
  }));
}
