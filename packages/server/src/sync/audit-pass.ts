import { dayMs, hourMs } from '../core/calendar.ts';
import { fullNameOf } from '../core/job.ts';
import { clip, numbersOf } from '../core/ledger.ts';
import type { KnownJob } from '../storage/collection.ts';
import { learnFacts } from './backfill-facts.ts';
import { entriesOf } from './backfill-work.ts';
import { jittered } from './delays.ts';
import type { JobEntry } from './job-entry.ts';
import { isCommonProblem, noteDropped, type Pass, type RunnerContext } from './runner-context.ts';
import { regionAround, type TreeNode } from './slice-plan.ts';

const lookEveryMs = 30_000;
const branchesPerRequest = 1_000;
/** Branches whose facts are due soon anyway go along. */
const soonMs = 2 * hourMs;
const mostVanished = 2_000;

/** Builds below the controller's oldest number that were there at the last audit: rotated away since. */
function rotatedAway(job: KnownJob, first: number): number[] {
  const before = job.firstBuildNumber;
  if (before === null || first <= before) return [];
  const rotated: number[] = [];
  for (const number of numbersOf(clip(job.ledger.collected, before, first - 1))) {
    if (rotated.length >= mostVanished) break;
    rotated.push(number);
  }
  return rotated;
}

async function auditNumbers(context: RunnerContext, entry: JobEntry): Promise<void> {
  const { controller, recorder, signal } = context;
  const outcome = await controller.numbers(entry.job.path, { urgency: 'background', signal, kind: entry.job.kind });
  if (signal.aborted) return;
  if (!outcome.ok) {
    if (isCommonProblem(outcome.problem)) context.failed(outcome.problem);
    return;
  }
  const numbers = outcome.value.value;
  if (numbers === null || numbers.next < entry.job.nextBuildNumber) {
    context.pollSoon();
    return;
  }
  await recorder.step(() => {
    const { job } = entry;
    const first = numbers.first ?? numbers.next;
    const vanished = rotatedAway(job, first).map((number) => ({ jobId: job.id, number }));
    // While builds of a job are being fetched its lowest number is not settled: the next audit is early enough.
    const firstBuildNumber = entry.stage === 'settled' ? first : job.firstBuildNumber;
    return { changed: [{ entry, job: { ...job, firstBuildNumber, nextBuildNumber: numbers.next } }], vanished };
  });
}

async function refreshFacts(context: RunnerContext, entry: JobEntry): Promise<void> {
  const { book, clock, controller, signal } = context;
  const tree = context.tree();
  const dueBeforeMs = clock.nowMs() + soonMs;
  const weigh = ({ name }: TreeNode) => ({
    cost: 1,
    isNeeded: (book.current(name)?.factsDueAtMs ?? Number.POSITIVE_INFINITY) <= dueBeforeMs,
  });
  const name = fullNameOf(entry.job.path);
  const region = tree === null ? null : regionAround(tree, name, { weigh, mostCost: branchesPerRequest });
  const entries = region === null ? [entry] : entriesOf(context, region);
  if (region === null) {
    await learnFacts(context, entries, { answer: [], againInMs: dayMs });
    return;
  }
  const options = { urgency: 'background', signal, expectedLoads: 0 } as const;
  const outcome = await controller.branchFacts(region.folder, options, region.slice);
  if (signal.aborted) return;
  if (outcome.ok) noteDropped(context, outcome.value.dropped);
  else if (isCommonProblem(outcome.problem)) context.failed(outcome.problem);
  const answer = outcome.ok ? outcome.value.value : [];
  await learnFacts(context, entries, { answer, againInMs: outcome.ok ? dayMs : hourMs });
}

function isAuditable({ isIncluded, job }: JobEntry): boolean {
  return isIncluded && job.goneAtMs === null && job.missingSinceMs === null;
}

/**
 * Once a day and job, spread over the day: do its numbers agree with what is stored, what was rotated away, and what is
 * its branch about now. Begins an hour after the start, so that a restart does not cost a sweep over all jobs.
 */
export function createAuditPass(context: RunnerContext): Pass {
  const { book, clock, random } = context;
  let dueAtMs = clock.nowMs() + lookEveryMs;

  function schedule(entry: JobEntry, nowMs: number): void {
    const isBranch = entry.job.kind === 'multibranch-branch';
    const first = () => nowMs + hourMs + Math.floor(random() * (dayMs - hourMs));
    if (entry.auditDueAtMs === Number.POSITIVE_INFINITY) entry.auditDueAtMs = first();
    if (isBranch && entry.factsDueAtMs === Number.POSITIVE_INFINITY) entry.factsDueAtMs = first();
  }

  /** The most overdue job; on the way every new one gets its time. */
  function mostOverdue(nowMs: number): JobEntry | null {
    let found: JobEntry | null = null;
    const dueMs = ({ auditDueAtMs, factsDueAtMs }: JobEntry) => Math.min(auditDueAtMs, factsDueAtMs);
    for (const entry of book.entries()) {
      if (!isAuditable(entry)) continue;
      schedule(entry, nowMs);
      if (dueMs(entry) <= nowMs && (found === null || dueMs(entry) < dueMs(found))) found = entry;
    }
    return found;
  }

  return {
    name: 'audit',
    width: 1,
    dueAtMs: () => dueAtMs,
    async run() {
      const nowMs = clock.nowMs();
      const entry = mostOverdue(nowMs);
      dueAtMs = entry === null ? nowMs + lookEveryMs : nowMs;
      if (entry === null) return;
      if (entry.auditDueAtMs <= nowMs) {
        entry.auditDueAtMs = nowMs + jittered(dayMs, random);
        // A job never built has nothing to audit: the heads tell its number.
        if (entry.job.nextBuildNumber > 1) await auditNumbers(context, entry);
      } else await refreshFacts(context, entry);
    },
  };
}
