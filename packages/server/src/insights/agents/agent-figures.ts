import type { AgentFigures } from '@buildbutler/contract';
import type { Window } from '../../core/window.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import { idList } from '../build-filter.ts';
import { connectionsAsked } from '../connections-asked.ts';
import { onlineShare, timeWithin } from './agent-time.ts';
import { utilisationOf } from './agent-view.ts';
import { type AgentBuilds, noBuilds } from './read-agent-days.ts';
import { type Survey, type SurveyedAgent, type SurveyInput, surveyAgents } from './survey-agents.ts';

const isOnline = ({ agent }: SurveyedAgent) => agent.state === 'online';
const sum = <T>(items: readonly T[], amountOf: (item: T) => number) =>
  items.reduce((total, item) => total + amountOf(item), 0);

function capacityOf(agents: readonly SurveyedAgent[]) {
  const online = agents.filter(isOnline);
  return {
    agents: agents.length,
    online: online.length,
    executors: sum(online, ({ agent }) => agent.executors),
    busy: sum(online, ({ agent }) => agent.busyExecutors),
  };
}

/** Online and busy shares of all agents together in a window: each counts by its executors. */
function sharesIn(agents: readonly SurveyedAgent[], window: Window, buildsOf: (agent: SurveyedAgent) => AgentBuilds) {
  let time = { watchedMs: 0, onlineMs: 0 };
  let couldMs = 0;
  let busyMs = 0;
  for (const surveyed of agents) {
    const own = timeWithin(surveyed.spans, window);
    time = { watchedMs: time.watchedMs + own.watchedMs, onlineMs: time.onlineMs + own.onlineMs };
    couldMs += own.onlineMs * surveyed.agent.executors;
    busyMs += buildsOf(surveyed).watchedBusyMs;
  }
  const utilisation = utilisationOf({ ...noBuilds, watchedBusyMs: busyMs }, { watchedMs: 0, onlineMs: couldMs }, 1);
  return { online: onlineShare(time), utilisation };
}

async function waitingByLabel(db: Database, input: SurveyInput): Promise<ReadonlyMap<string, number>> {
  const connections = await connectionsAsked(db, input.instance, { withDeleted: false });
  const rows = await db
    .selectFrom('queue_item')
    .select((e) => ['label', e.fn.countAll<number>().as('items')])
    .where('connection_id', 'in', idList(connections.map(({ id }) => id)))
    .where('left_at_ms', 'is', null)
    .where('label', 'is not', null)
    .groupBy('label')
    .execute();
  return new Map(rows.map(({ items, label }) => [label ?? '', items]));
}

function byLabel(agents: readonly SurveyedAgent[], waiting: ReadonlyMap<string, number>): AgentFigures['byLabel'] {
  const labels = new Map<string, SurveyedAgent[]>();
  const add = (label: string, some: readonly SurveyedAgent[]) =>
    labels.set(label, [...(labels.get(label) ?? []), ...some]);
  for (const surveyed of agents) for (const label of new Set(surveyed.agent.labels)) add(label, [surveyed]);
  // What waits for a label that nobody has, or for an agent by its name, is what people look for.
  for (const label of waiting.keys()) {
    if (!labels.has(label))
      add(
        label,
        agents.filter(({ agent }) => agent.name === label),
      );
  }
  return [...labels]
    .map(([label, some]) => ({ label, ...capacityOf(some), waiting: waiting.get(label) ?? 0 }))
    .sort((a, b) => b.waiting - a.waiting || b.agents - a.agents || a.label.localeCompare(b.label));
}

function byDay({ agents, days }: Survey): AgentFigures['days'] {
  return days.map((day, place) => ({
    key: day.key,
    ...sharesIn(agents, day, (agent) => agent.days.get(place) ?? noBuilds),
    builds: sum(agents, (agent) => agent.days.get(place)?.builds ?? 0),
  }));
}

/** Capacity now, whole and by label, and how it was used day by day. */
export async function agentFigures(store: Store, input: SurveyInput, nowMs: number): Promise<AgentFigures> {
  const survey = await surveyAgents(store, input, nowMs);
  const present = survey.agents.filter(({ agent }) => agent.state !== 'gone');
  const { utilisation } = sharesIn(survey.agents, survey.window, ({ total }) => total);
  return {
    data: { ...capacityOf(present), utilisation },
    byLabel: byLabel(present, await waitingByLabel(store.db, input)),
    days: byDay(survey),
  };
}
