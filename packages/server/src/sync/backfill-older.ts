import type { CollectedBuild } from '../core/build.ts';
import type { ConnectionProblem } from '../core/connection.ts';
import { countOf, holesOf, numbersOf } from '../core/ledger.ts';
import { type FindWork, firstOf } from './backfill-work.ts';
import { chainDepth, chooseOlder, type OlderMethod, type OlderSpan } from './choose-older.ts';
import { holesOfJob } from './history.ts';
import type { JobEntry } from './job-entry.ts';
import { learnBuilds } from './learn-builds.ts';
import { isCommonProblem, noteDropped, type RunnerContext } from './runner-context.ts';

const numbersAtOnce = 20;

type Range = readonly [from: number, to: number];

/** The highest span of missing numbers. */
function highestHole({ job }: JobEntry, mostBuilds: number): Range | null {
  return holesOfJob(job, mostBuilds).at(-1) ?? null;
}

function spanOf(entry: JobEntry, hole: Range, oldestStartMs: number): OlderSpan {
  const { job, oldest, newestStartMs } = entry;
  const total = job.nextBuildNumber - (job.firstBuildNumber ?? 1);
  const known = oldest === null ? 0 : job.nextBuildNumber - 1 - oldest.number;
  const isKnown = oldest !== null && known > 1 && newestStartMs > oldest.startedAtMs;
  return {
    kind: entry.isUnchainable ? 'other' : job.kind,
    span: countOf([hole]),
    total,
    youngMs: isKnown ? Math.max(0, oldest.startedAtMs - oldestStartMs) : null,
    spacingMs: isKnown ? (newestStartMs - oldest.startedAtMs) / known : null,
  };
}

/** The lowest collected number above a hole that was not found deleted meanwhile: where to walk back from. */
function anchorAbove({ job, goneAnchor }: JobEntry, [, to]: Range): number | null {
  const least = Math.max(to, goneAnchor);
  for (const [from, end] of job.ledger.collected) if (end > least) return Math.max(from, least + 1);
  return null;
}

type Step = (context: RunnerContext, entry: JobEntry, hole: Range) => Promise<ConnectionProblem | null>;

/** The oldest number may have moved: builds are deleted from below. */
async function refreshNumbers({ controller, recorder, signal }: RunnerContext, entry: JobEntry) {
  const outcome = await controller.numbers(entry.job.path, { urgency: 'background', signal, kind: entry.job.kind });
  if (!outcome.ok) return outcome.problem;
  const numbers = outcome.value.value;
  if (numbers === null) return null;
  await recorder.step(() => {
    const firstBuildNumber = numbers.first ?? entry.job.nextBuildNumber;
    const job = { ...entry.job, firstBuildNumber };
    const low = Math.max(firstBuildNumber, 1);
    return {
      changed: [{ entry, job: { ...job, isBackfilled: holesOf(job.ledger, low, job.nextBuildNumber).length === 0 } }],
    };
  });
  return null;
}

const walkBack: Step = async (context, entry, hole) => {
  const { controller, recorder, signal } = context;
  const anchor = anchorAbove(entry, hole);
  if (anchor === null) return readByNumber(context, entry, hole);
  const depth = Math.min(chainDepth, anchor - hole[0]);
  const outcome = await controller.chain(entry.job.path, anchor, depth, {
    urgency: 'background',
    signal,
    kind: entry.job.kind,
  });
  if (!outcome.ok) {
    if (outcome.problem.code === 'not_found') {
      entry.goneAnchor = anchor;
      await recorder.step(() => ({ vanished: [{ jobId: entry.job.id, number: anchor }] }));
      return refreshNumbers(context, entry);
    }
    // Builds that do not name their predecessors are read another way from now on.
    entry.isUnchainable = outcome.problem.code === 'bad_data';
    return outcome.problem;
  }
  const { builds, hasReachedOldest } = outcome.value.value;
  noteDropped(context, outcome.value.dropped);
  const lowest = hasReachedOldest ? hole[0] : (builds.at(-1)?.number ?? anchor);
  await learnBuilds(context, [{ entry, evidence: { builds, covers: [[lowest, anchor - 1]] } }]);
  return null;
};

const readEvery: Step = async (context, entry, hole) => {
  const { controller, signal } = context;
  const { job } = entry;
  const expected = job.nextBuildNumber - (job.firstBuildNumber ?? 1);
  const outcome = await controller.every(job.path, expected, { urgency: 'background', signal, kind: job.kind });
  if (!outcome.ok) return outcome.problem;
  noteDropped(context, outcome.value.dropped);
  await learnBuilds(context, [{ entry, evidence: { builds: outcome.value.value, covers: [[1, hole[1]]] } }]);
  return null;
};

/** Down from the top of the hole, skipping what is not there. */
const readByNumber: Step = async (context, entry, [from, to]) => {
  const { controller, signal } = context;
  const lowest = Math.max(from, to - numbersAtOnce + 1);
  const builds: CollectedBuild[] = [];
  let reached = to + 1;
  let problem: ConnectionProblem | null = null;
  for (const number of [...numbersOf([[lowest, to]])].reverse()) {
    const outcome = await controller.build(entry.job.path, number, {
      urgency: 'background',
      signal,
      kind: entry.job.kind,
    });
    if (signal.aborted) return null;
    if (!outcome.ok && isCommonProblem(outcome.problem)) {
      problem = outcome.problem;
      break;
    }
    reached = number;
    if (!outcome.ok) continue;
    noteDropped(context, outcome.value.dropped);
    if (outcome.value.value !== null) builds.push(outcome.value.value);
  }
  await learnBuilds(context, [{ entry, evidence: { builds, covers: [[reached, to]] } }]);
  return problem;
};

const steps: Readonly<Record<OlderMethod, Step>> = { chain: walkBack, every: readEvery, numbers: readByNumber };

/** The history below what is collected, downwards to the limits of the connection. */
export const findOlder: FindWork = (context) => {
  const entry = firstOf(context, 'older');
  if (entry === null) return null;
  return {
    entries: [entry],
    async run() {
      const { mostBuilds, oldestStartMs } = context.limits();
      const hole = highestHole(entry, mostBuilds);
      if (hole === null) return null;
      // After failures one by one: a list that breaks must not stop the history for ever.
      const method = entry.failures >= 2 ? 'numbers' : chooseOlder(spanOf(entry, hole, oldestStartMs));
      return steps[method](context, entry, hole);
    },
  };
};
