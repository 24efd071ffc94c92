import type { Agent, agentSorts } from '@buildbutler/contract';
import type { Store } from '../../storage/open-store.ts';
import { type AgentStateName, stateOf, toAgent } from './agent-view.ts';
import { type SurveyedAgent, type SurveyInput, surveyAgents } from './survey-agents.ts';

export interface ListAgentsInput extends SurveyInput {
  readonly agent?: string | undefined;
  readonly label?: string | undefined;
  readonly state?: readonly AgentStateName[] | undefined;
  readonly sort: (typeof agentSorts)[number];
  readonly order: 'asc' | 'desc';
  readonly page: number;
  readonly per_page: number;
}

export interface AgentList {
  readonly data: Agent[];
  readonly meta: { page: number; per_page: number; total: number };
}

/** Worse is more. */
const severity: Record<AgentStateName, number> = { gone: 1, online: 2, temporarily_offline: 3, offline: 4 };

function matcher({ agent: name, label, state }: ListAgentsInput): (surveyed: SurveyedAgent) => boolean {
  const part = name?.trim().toLowerCase();
  return ({ agent }) => {
    const own = stateOf(agent);
    const hasState = state === undefined || state.length === 0 ? own !== 'gone' : state.includes(own);
    const hasLabel = label === undefined || agent.labels.includes(label) || agent.name === label;
    return hasState && hasLabel && (!part || agent.name.toLowerCase().includes(part));
  };
}

function sortValueOf(agent: Agent, sort: ListAgentsInput['sort']): number | string | null {
  return sort === 'state' ? severity[agent.state] : agent[sort];
}

function sorted(agents: Agent[], { order, sort }: ListAgentsInput): Agent[] {
  const direction = order === 'asc' ? 1 : -1;
  const byName = (a: Agent, b: Agent) => a.name.localeCompare(b.name) || a.instance.localeCompare(b.instance);
  return agents.sort((a, b) => {
    const [one, other] = [sortValueOf(a, sort), sortValueOf(b, sort)];
    // Agents without a value come last in both directions.
    if (one === null || other === null) return one === other ? byName(a, b) : one === null ? 1 : -1;
    const difference = typeof one === 'string' ? one.localeCompare(String(other)) : one - Number(other);
    return difference * direction || byName(a, b);
  });
}

/** Agents with state, reliability and utilisation over a range. */
export async function listAgents(store: Store, input: ListAgentsInput, nowMs: number): Promise<AgentList> {
  const survey = await surveyAgents(store, input, nowMs);
  const agents = survey.agents.filter(matcher(input)).map((agent) => toAgent(agent, survey));
  const data = sorted(agents, input).slice((input.page - 1) * input.per_page, input.page * input.per_page);
  return { data, meta: { page: input.page, per_page: input.per_page, total: agents.length } };
}
