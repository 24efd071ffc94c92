import { type Access, type AnswerOutcome, answered, ask, controllerTimeMs, malformed, problem } from './access.ts';
import type { Agents, CallOptions, QueueItem } from './controller.ts';
import { asBoolean, asObject, asText, member } from './read-json.ts';
import { readQueue } from './read-queue.ts';
import { readRunning } from './read-running.ts';
import { queueTree, runningTree } from './trees.ts';

const deadlineMs = 30_000;

/** Who the controller takes us for. */
export async function askWhoAmI(
  access: Access,
  options: CallOptions,
): Promise<AnswerOutcome<{ readonly name: string; readonly isAnonymous: boolean }>> {
  const tree = 'name,anonymous,authenticated,authorities';
  const attempt = await ask(access, {
    itemPath: '/whoAmI',
    tree,
    kind: 'whoAmI',
    loads: 0,
    deadlineMs: 15_000,
    options,
  });
  if (!attempt.ok) return problem(attempt.miss.problem);
  const raw = asObject(attempt.value.body) ?? {};
  const name = asText(member(raw, 'name'), 200);
  if (name === null) return problem(malformed('no user name').problem);
  const isAnonymous = asBoolean(member(raw, 'anonymous')) === true || name === 'anonymous';
  return answered({ name, isAnonymous }, attempt.value);
}

/** Agents and everything that runs, in one request without record loads. */
export async function askRunning(access: Access, options: CallOptions): Promise<AnswerOutcome<Agents>> {
  const question = { itemPath: '/computer', tree: runningTree, kind: 'running', loads: 0, deadlineMs, options };
  const attempt = await ask(access, question);
  if (!attempt.ok) return problem(attempt.miss.problem);
  const nowMs = controllerTimeMs(access, attempt.value);
  const read = readRunning(attempt.value.body, { kinds: access.kinds, nowMs });
  if (read === null) return problem(malformed('no list of agents').problem);
  return answered(read.agents, attempt.value, read.dropped);
}

/** What waits. */
export async function askQueue(access: Access, options: CallOptions): Promise<AnswerOutcome<readonly QueueItem[]>> {
  const question = { itemPath: '/queue', tree: queueTree, kind: 'queue', loads: 0, deadlineMs, options };
  const attempt = await ask(access, question);
  if (!attempt.ok) return problem(attempt.miss.problem);
  const read = readQueue(attempt.value.body);
  if (read === null) return problem(malformed('no queue').problem);
  return answered(read.items, attempt.value, read.dropped);
}
