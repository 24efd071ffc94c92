import { dayMs } from '../core/calendar.ts';
import type { ConnectionProblem } from '../core/connection.ts';
import { fullNameOf } from '../core/job.ts';
import type { JobEntry } from './job-entry.ts';
import type { JobStage } from './job-stage.ts';
import type { RunnerContext } from './runner-context.ts';
import type { Region } from './slice-plan.ts';

/** A piece of background work, claimed: one request, or a few that belong together. */
export interface Work {
  readonly entries: readonly JobEntry[];
  /** Null = it went well; otherwise why it did not. */
  run(): Promise<ConnectionProblem | null>;
}

/** Finds the next piece of one kind of work. */
export type FindWork = (context: RunnerContext) => Work | null;

export function isFree(entry: JobEntry, nowMs: number): boolean {
  return !entry.isClaimed && entry.parkedUntilMs <= nowMs;
}

/** Whether the controller showed the job in the last heads; configurations are never shown there. */
function isListed(context: RunnerContext, { job, name }: JobEntry): boolean {
  return job.kind === 'matrix-configuration' || context.tree()?.has(name) === true;
}

const branchLeadMs = dayMs;

/** Newest activity first; branches ahead, for their jobs live shortest. */
function priorityOf({ job, newestStartMs }: JobEntry): number {
  return newestStartMs + (job.kind === 'multibranch-branch' ? branchLeadMs : 0);
}

/** The job in a stage that comes first; null when none is free. */
export function firstOf(
  context: RunnerContext,
  stage: JobStage,
  isSuitable: (entry: JobEntry) => boolean = () => true,
): JobEntry | null {
  const nowMs = context.clock.nowMs();
  let first: JobEntry | null = null;
  for (const entry of context.book.inStage(stage)) {
    if (first !== null && priorityOf(entry) <= priorityOf(first)) continue;
    if (isFree(entry, nowMs) && isSuitable(entry) && isListed(context, entry)) first = entry;
  }
  return first;
}

/** The entries of the jobs of a region. */
export function entriesOf({ book }: RunnerContext, region: Region): JobEntry[] {
  return region.names.flatMap((name) => book.current(name) ?? []);
}

/** Jobs that an answer should have had but has not: they are asked for alone next time. */
export function setAlone(
  context: RunnerContext,
  entries: readonly JobEntry[],
  answered: Iterable<readonly string[]>,
): void {
  const names = new Set([...answered].map((path) => fullNameOf(path)));
  for (const entry of entries) if (!names.has(entry.name)) isolate(context, entry);
}

/** Asks for a job alone from now on, after a pause if that failed before, too. */
export function isolate({ clock }: RunnerContext, entry: JobEntry): void {
  if (entry.isAlone) entry.parkedUntilMs = Math.max(entry.parkedUntilMs, clock.nowMs() + 30_000);
  entry.isAlone = true;
}
