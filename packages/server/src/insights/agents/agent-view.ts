import type { Agent, agentStates } from '@buildbutler/contract';
import type { StoredAgent } from '../../storage/live/read-agents.ts';
import { iso } from '../build-view.ts';
import { type AgentTime, onlineShare, outagesWithin, timeWithin } from './agent-time.ts';
import { type AgentBuilds, noBuilds } from './read-agent-days.ts';
import type { Survey, SurveyedAgent } from './survey-agents.ts';

export type AgentStateName = (typeof agentStates)[number];

const stripDays = 30;

/** State as the API names it. */
export function stateOf({ state }: StoredAgent): AgentStateName {
  return state === 'disabled' ? 'temporarily_offline' : state;
}

/** Busy ÷ (online × executors), at most 1: executors that were added or taken away in between are not known. */
export function utilisationOf({ watchedBusyMs }: AgentBuilds, { onlineMs }: AgentTime, executors: number) {
  const couldMs = onlineMs * executors;
  return couldMs === 0 ? null : Math.min(1, watchedBusyMs / couldMs);
}

/** An agent with its figures over the range of a survey. */
export function toAgent({ agent, days, instance, knownSpans, spans, total }: SurveyedAgent, survey: Survey): Agent {
  const time = timeWithin(spans, survey.window);
  const firstDay = Math.max(0, survey.days.length - stripDays);
  const state = stateOf(agent);
  const isLost = state === 'offline' || state === 'temporarily_offline';
  return {
    name: agent.name,
    instance,
    description: agent.description,
    state,
    since: iso(isLost ? (agent.offlineSinceMs ?? agent.sinceMs) : agent.sinceMs),
    reason: isLost ? agent.offlineReason : null,
    labels: [...agent.labels],
    executors: agent.executors,
    busy: agent.busyExecutors,
    lastSeenAt: iso(agent.lastSeenMs),
    online: onlineShare(time),
    outages: outagesWithin(knownSpans, survey.window),
    builds: total.builds,
    successRate: total.decided === 0 ? null : total.success / total.decided,
    infrastructureFailures: total.infrastructureFailures,
    busyTime: total.busyMs,
    utilisation: utilisationOf(total, time, agent.executors),
    strip: survey.days.slice(firstDay).map((day, index) => ({
      key: day.key,
      online: onlineShare(timeWithin(knownSpans, day)),
      builds: (days.get(firstDay + index) ?? noBuilds).builds,
    })),
  };
}
