import type { DeepKind } from '../core/deep-data.ts';
import { absent, callOptions, type DeepTask, type Fetched, fetchFinal, outcome, problemOf } from './deep-task.ts';
import { fetchTests } from './fetch-tests.ts';
import { noteDropped, type RunnerContext } from './runner-context.ts';

const incompleteTries = 2;

async function fetchStages(context: RunnerContext, task: DeepTask): Promise<Fetched> {
  const { controller, recorder } = context;
  const { work, entry } = task;
  const answer = await controller.stages(entry.job.path, work.number, callOptions(context, task));
  recorder.note({ stageSource: controller.stageSource() ?? recorder.state.stageSource });
  if (!answer.ok) return problemOf(answer.problem);
  noteDropped(context, answer.value.dropped);
  if (answer.value.value === null) return absent;
  const { stages, isComplete, source } = answer.value.value;
  if (source === null) return outcome({ kind: 'stages', outcome: 'none' });
  // The plugin may take a moment longer than the build. A Jenkinsfile that did not compile stays incomplete for ever.
  const mayGrow = !isComplete && stages.length > 0 && work.attempts < incompleteTries;
  if (mayGrow) return { kind: 'unusable', reason: 'Jenkins has not finished writing down the stages.' };
  return outcome({ kind: 'stages', outcome: 'stored', stages, isComplete, source });
}

const tailBytes = 256 * 1024;

async function fetchLog(context: RunnerContext, task: DeepTask): Promise<Fetched> {
  const { work, entry } = task;
  const options = { ...callOptions(context, task), bytes: tailBytes };
  const answer = await context.controller.logTail(entry.job.path, work.number, options);
  if (!answer.ok) return problemOf(answer.problem);
  const { text, isWhole, sizeBytes } = answer.value.value;
  if (text === '') return outcome({ kind: 'log', outcome: 'none' });
  const firstByte = isWhole ? 0 : Math.max(0, sizeBytes - Buffer.byteLength(text));
  return outcome({ kind: 'log', outcome: 'stored', text, firstByte, isTruncated: !isWhole });
}

async function fetchChanges(context: RunnerContext, task: DeepTask): Promise<Fetched> {
  const final = await fetchFinal(context, task);
  if ('kind' in final) return final;
  const { changes, hasMoreChanges: hasMore } = final;
  // More of nothing: a plugin failed, and the build was read without its changes.
  if (hasMore && changes.length === 0) return { kind: 'unusable', reason: 'Jenkins failed to tell the changes.' };
  return outcome({ kind: 'changes', outcome: 'stored', changes, hasMore });
}

const fetchers: Readonly<Record<DeepKind, (context: RunnerContext, task: DeepTask) => Promise<Fetched>>> = {
  stages: fetchStages,
  tests: fetchTests,
  log: fetchLog,
  changes: fetchChanges,
};

/** Fetches one thing for a finished build. Parts of a test report are stored as they come; everything else is the answer. */
export function fetchDeep(context: RunnerContext, task: DeepTask): Promise<Fetched> {
  return fetchers[task.work.kind](context, task);
}
