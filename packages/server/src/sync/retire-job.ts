import { fullNameOf } from '../core/job.ts';
import { moveTo } from '../core/ledger.ts';
import type { KnownJob } from '../storage/collection.ts';
import { holesOfJob } from './history.ts';
import type { JobEntry } from './job-entry.ts';
import { newJob, type SeenJob } from './new-job.ts';
import type { StepParts } from './recorder.ts';
import type { RunnerContext } from './runner-context.ts';

type Trackers = Pick<RunnerContext, 'absentNumbers' | 'book' | 'openBuilds'>;

/** The job as it stays for ever once the controller no longer has it: what was not collected is lost. */
function retired(
  job: KnownJob,
  { mostBuilds, nowMs }: { readonly mostBuilds: number; readonly nowMs: number },
): KnownJob {
  // Before the newest hundred were read nobody knows how far back there was anything to lose.
  const hasKnownDepth = job.isBackfilled || job.firstBuildNumber !== null;
  const holes = hasKnownDepth ? holesOfJob(job, mostBuilds) : [];
  const ledger = moveTo(moveTo(job.ledger, 'lost', holes), 'lost', job.ledger.open);
  return { ...job, ledger, isBackfilled: true, missingSinceMs: job.missingSinceMs ?? nowMs, goneAtMs: nowMs };
}

/** Settles a job as gone, its matrix configurations with it: history stays, nothing of it is asked for any more. */
export function retireJob(
  { book, openBuilds, absentNumbers }: Trackers,
  entry: JobEntry,
  limits: { readonly mostBuilds: number; readonly nowMs: number },
): Required<Pick<StepParts, 'changed' | 'vanished'>> {
  const cells = entry.job.kind === 'matrix' ? [...book.configurationsOf(fullNameOf(entry.job.path))] : [];
  const all = [entry, ...cells.filter(({ job }) => job.goneAtMs === null)];
  const vanished = all.flatMap(({ job }) => openBuilds.closeAllOf(job.id).map((number) => ({ jobId: job.id, number })));
  for (const { job } of all) absentNumbers.forget(job.id);
  return { changed: all.map((one) => ({ entry: one, job: retired(one.job, limits) })), vanished };
}

/** A job was deleted and created again under its name: the old one is retired, the new one begins its own history. */
export function recreateJob(
  trackers: Trackers,
  { entry, seen }: { readonly entry: JobEntry; readonly seen: SeenJob },
  limits: { readonly mostBuilds: number; readonly nowMs: number },
): Required<Pick<StepParts, 'changed' | 'created' | 'vanished'>> {
  const incarnation = trackers.book.incarnationsOf(fullNameOf(seen.path)) + 1;
  return { ...retireJob(trackers, entry, limits), created: [newJob(seen, incarnation)] };
}
