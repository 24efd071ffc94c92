import { mostBuildNumber } from '../core/entity-id.ts';
import { includes } from '../core/ledger.ts';
import { configurationsOf } from './follow-pass.ts';
import type { JobEntry } from './job-entry.ts';
import { learnBuilds } from './learn-builds.ts';
import { isCommonProblem, noteDropped, type Pass, type RunnerContext } from './runner-context.ts';

const width = 2;
const mostHints = 1_000;

/** A build that is said to have started or ended. */
export interface BuildHint {
  /** Full name. */
  readonly job: string;
  readonly number: number | null;
}

export interface HintPass extends Pass {
  add(hint: BuildHint): void;
}

/** Looks at one build that was announced. What the announcement said is forgotten: only what the controller answers counts. */
async function lookAt(context: RunnerContext, entry: JobEntry, number: number): Promise<void> {
  const { controller, signal, pollSoon } = context;
  const { path, kind, ledger } = entry.job;
  if (includes(ledger.collected, number)) return;
  const outcome = await controller.final(path, number, { urgency: 'live', signal, kind });
  if (signal.aborted) return;
  if (!outcome.ok) {
    if (isCommonProblem(outcome.problem)) context.failed(outcome.problem);
    return;
  }
  noteDropped(context, outcome.value.dropped);
  const final = outcome.value.value;
  // Announced before it can be seen, or never there: the heads will tell.
  if (final === null) return pollSoon();
  const configurations = await configurationsOf(context, entry);
  const evidence = { builds: [final.build], covers: [], isCorrection: true };
  await learnBuilds(context, [{ entry, evidence, configurations, finals: new Map([[number, final]]) }]);
}

/** Looks at builds at once that Jenkins announced. */
export function createHintPass(context: RunnerContext): HintPass {
  const { book, clock, isIncluded, pollSoon } = context;
  const waiting = new Map<string, { readonly job: string; readonly number: number }>();
  return {
    name: 'hints',
    width,
    add({ job, number }) {
      const entry = book.current(job);
      if (entry === undefined || number === null) {
        if (isIncluded(job)) pollSoon();
        return;
      }
      const isPossible = Number.isSafeInteger(number) && number >= 1 && number <= mostBuildNumber;
      if (!isPossible || !entry.isIncluded || entry.job.goneAtMs !== null || waiting.size >= mostHints) return;
      waiting.set(`${job}#${number}`, { job, number });
    },
    dueAtMs: () => (waiting.size > 0 ? clock.nowMs() : null),
    async run() {
      const [first] = waiting;
      if (first === undefined) return;
      const [key, { job, number }] = first;
      waiting.delete(key);
      const entry = book.current(job);
      if (entry !== undefined) await lookAt(context, entry, number);
    },
  };
}
