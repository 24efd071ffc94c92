import type { AgentState } from '../core/agent.ts';
import { classOf } from './items.ts';
import { asArray, asBoolean, asInteger, asObject, asText, type JsonObject, member } from './read-json.ts';

const builtInNode = '(built-in)';

/** The name under which builds know the agent; null when it has none. */
export function agentName(computer: JsonObject): string | null {
  const className = classOf(computer);
  const name = asText(member(computer, 'displayName'), 200);
  // Controllers before 2.x send no class; their built-in node has this name, which no other may have.
  const isBuiltIn = className === null ? name === 'master' : /\bMasterComputer$/.test(className);
  return isBuiltIn ? builtInNode : name;
}

function labelsOf(computer: JsonObject, ownName: string): readonly string[] {
  const names = asArray(member(computer, 'assignedLabels'))
    .slice(0, 200)
    .map((label) => asText(member(asObject(label) ?? {}, 'name'), 200));
  return names.filter((name) => name !== null && name !== ownName).filter((name) => name !== null);
}

function isBusy(executor: unknown): boolean {
  const raw = asObject(executor);
  // The executable is null also when it is hidden from us: `idle` tells the truth then.
  return (
    raw !== null && (asBoolean(member(raw, 'idle')) === false || asObject(member(raw, 'currentExecutable')) !== null)
  );
}

/** One agent out of an answer of `/computer`; null when it cannot be read. */
export function toAgentState(computer: JsonObject): AgentState | null {
  const name = agentName(computer);
  if (name === null) return null;
  const cause = asObject(member(computer, 'offlineCause'));
  const isOnline = asBoolean(member(computer, 'offline')) !== true;
  const ownLabel = name === builtInNode ? 'built-in' : name;
  return {
    name,
    description: asText(member(computer, 'description'), 500),
    labels: labelsOf(computer, ownLabel),
    isOnline,
    isTemporarilyOffline: asBoolean(member(computer, 'temporarilyOffline')) === true,
    offlineReason: isOnline ? null : asText(member(computer, 'offlineCauseReason'), 500),
    offlineSinceMs: isOnline || cause === null ? null : asInteger(member(cause, 'timestamp')),
    executors: Math.max(0, asInteger(member(computer, 'numExecutors')) ?? 0),
    busyExecutors: asArray(member(computer, 'executors')).filter(isBusy).length,
  };
}
