import type { ConnectionProblem } from '../core/connection.ts';
import type { CallOptions, FinalBuild } from '../jenkins/controller.ts';
import type { DeepOutcome, DeepWork } from '../storage/deep-step.ts';
import type { JobEntry } from './job-entry.ts';
import { noteDropped, type RunnerContext } from './runner-context.ts';

/** One thing to fetch, on one job. */
export interface DeepTask {
  readonly work: DeepWork;
  readonly entry: JobEntry;
}

/** What became of it. `absent` = Jenkins says 404, which may mean that the build is deleted. */
export type Fetched =
  | { readonly kind: 'outcome'; readonly outcome: DeepOutcome }
  | { readonly kind: 'absent' }
  | { readonly kind: 'problem'; readonly problem: ConnectionProblem }
  | { readonly kind: 'unusable'; readonly reason: string };

export const absent: Fetched = { kind: 'absent' };

export function outcome(value: DeepOutcome): Fetched {
  return { kind: 'outcome', outcome: value };
}

export function problemOf(problem: ConnectionProblem): Fetched {
  return problem.code === 'not_found' ? absent : { kind: 'problem', problem };
}

/** A person waits for some; everything else goes behind live work. */
export function callOptions({ signal }: RunnerContext, { work, entry }: DeepTask): CallOptions {
  return { urgency: work.isAsked ? 'live' : 'background', signal, kind: entry.job.kind };
}

/** A build alone with its changes. */
export async function fetchFinal(context: RunnerContext, task: DeepTask): Promise<Fetched | FinalBuild> {
  const { work, entry } = task;
  const answer = await context.controller.final(entry.job.path, work.number, callOptions(context, task));
  if (!answer.ok) return problemOf(answer.problem);
  noteDropped(context, answer.value.dropped);
  return answer.value.value ?? absent;
}
