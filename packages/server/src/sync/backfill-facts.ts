import { dayMs, hourMs } from '../core/calendar.ts';
import { fullNameOf } from '../core/job.ts';
import { clip, highestOf, numbersOf } from '../core/ledger.ts';
import type { BranchFacts } from '../jenkins/controller.ts';
import type { KnownJob } from '../storage/collection.ts';
import { entriesOf, type FindWork, firstOf, type Work } from './backfill-work.ts';
import { jittered } from './delays.ts';
import type { JobEntry } from './job-entry.ts';
import { noteDropped, type RunnerContext } from './runner-context.ts';
import { regionAround, type TreeNode } from './slice-plan.ts';

const mostReread = 100;
const branchesPerRequest = 1_000;

function readableName(job: KnownJob): string {
  const stored = job.path.at(-1) ?? '';
  try {
    return decodeURIComponent(stored);
  } catch {
    return stored;
  }
}

/** A job with what its branch is about; its own name stands for a display name that the controller does not tell. */
function withFacts(job: KnownJob, facts: BranchFacts | undefined): KnownJob {
  if (facts === undefined) return job;
  return { ...job, displayName: facts.displayName ?? readableName(job), pullRequest: facts.pullRequest };
}

/** Builds stored before their pull request was known are read once more. */
function rereadBuilds(
  { clock, partialBuilds }: RunnerContext,
  { job }: JobEntry,
  facts: BranchFacts | undefined,
): void {
  if (job.pullRequest !== null || facts?.pullRequest == null) return;
  const lowest = highestOf(job.ledger) - mostReread;
  const numbers = [...numbersOf(clip(job.ledger.collected, lowest, Number.MAX_SAFE_INTEGER))];
  partialBuilds.again(job.id, numbers, clock.nowMs());
}

/** Takes over the facts of an answer; whoever is not in it does not wait for them any longer. */
export async function learnFacts(
  context: RunnerContext,
  entries: readonly JobEntry[],
  { answer, againInMs }: { readonly answer: readonly BranchFacts[]; readonly againInMs: number },
): Promise<void> {
  const { book, clock, random, recorder } = context;
  const byName = new Map(answer.map((facts) => [fullNameOf(facts.path), facts]));
  const factsOf = ({ job }: JobEntry) => byName.get(fullNameOf(job.path));
  for (const entry of entries) {
    entry.factsDueAtMs = clock.nowMs() + jittered(againInMs, random);
    entry.hasTriedFacts = true;
    rereadBuilds(context, entry, factsOf(entry));
    book.refresh(entry);
  }
  await recorder.step(() => ({
    changed: entries.map((entry) => ({ entry, job: withFacts(entry.job, factsOf(entry)) })),
  }));
}

/** A branch that no list shows: its builds do not wait for its facts. */
function withoutFacts(context: RunnerContext, entry: JobEntry): Work {
  return {
    entries: [entry],
    async run() {
      await learnFacts(context, [entry], { answer: [], againInMs: hourMs });
      return null;
    },
  };
}

/** Pull requests and display names of branch jobs, before their builds: a build is stored with the pull request it is of. */
export const findFacts: FindWork = (context) => {
  const tree = context.tree();
  const first = firstOf(context, 'facts');
  if (first === null || tree === null) return null;
  const { book } = context;
  const weigh = ({ name }: TreeNode) => {
    const entry = book.current(name);
    return { cost: 1, isNeeded: entry?.stage === 'facts' && !entry.isClaimed };
  };
  const region = regionAround(tree, fullNameOf(first.job.path), { weigh, mostCost: branchesPerRequest });
  if (region === null) return withoutFacts(context, first);
  const entries = entriesOf(context, region);
  return {
    entries,
    async run() {
      const { controller, signal } = context;
      const options = { urgency: 'live', signal, expectedLoads: 0 } as const;
      const outcome = await controller.branchFacts(region.folder, options, region.slice);
      if (outcome.ok) {
        noteDropped(context, outcome.value.dropped);
        await learnFacts(context, entries, { answer: outcome.value.value, againInMs: dayMs });
        return null;
      }
      // Builds wait for one more try, but not for facts that cannot be read at all.
      const hasFailedBefore = entries.some(({ failures }) => failures > 0);
      if (hasFailedBefore) await learnFacts(context, entries, { answer: [], againInMs: hourMs });
      return outcome.problem;
    },
  };
};
