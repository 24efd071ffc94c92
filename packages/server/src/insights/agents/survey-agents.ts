import { Calendar, dayMs } from '../../core/calendar.ts';
import { type Window, windowOf } from '../../core/window.ts';
import { readAgentIntervals, readAgents, type StoredAgent } from '../../storage/live/read-agents.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import { type AskedConnection, connectionsAsked } from '../connections-asked.ts';
import { type AgentSpan, spansOf } from './agent-time.ts';
import { type AgentBuilds, addBuilds, noBuilds, readAgentDays } from './read-agent-days.ts';

export interface SurveyInput {
  readonly instance?: readonly string[] | undefined;
  readonly range: string;
  readonly tz: string;
}

export interface SurveyedAgent {
  readonly agent: StoredAgent;
  readonly instance: string;
  /** As far as it was watched. */
  readonly spans: readonly AgentSpan[];
  /** With the time before in which its controller says that it was lost. */
  readonly knownSpans: readonly AgentSpan[];
  /** In the whole range. */
  readonly total: AgentBuilds;
  /** By place of the day. */
  readonly days: ReadonlyMap<number, AgentBuilds>;
}

export interface Survey {
  readonly window: Window;
  /** The last days of the range, oldest first. */
  readonly days: readonly (Window & { readonly key: string })[];
  readonly agents: readonly SurveyedAgent[];
}

/** What lies before is counted, but not told day by day. */
const mostDays = 366;

function daysOf({ sinceMs, untilMs }: Window, tz: string): Survey['days'] {
  const firstMs = Math.max(sinceMs, untilMs - mostDays * dayMs);
  const days = new Calendar(tz).days(firstMs, untilMs);
  return days.map((day) => ({
    key: day.key,
    sinceMs: Math.max(day.sinceMs, firstMs),
    untilMs: Math.min(day.untilMs, untilMs),
  }));
}

/** An agent that was lost before anybody watched: its controller says since when. */
function withKnownLoss(spans: readonly AgentSpan[], { offlineSinceMs, state }: StoredAgent): readonly AgentSpan[] {
  const [first] = spans;
  const isKnown = spans.length === 1 && first !== undefined && state === 'offline' && offlineSinceMs !== null;
  return isKnown && offlineSinceMs < first.sinceMs ? [{ ...first, sinceMs: offlineSinceMs }] : spans;
}

interface Seen extends Pick<SurveyedAgent, 'agent' | 'instance' | 'spans' | 'knownSpans'> {
  readonly connectionId: number;
}

async function agentsOf(db: Database, { id, name }: AskedConnection, window: Window): Promise<Seen[]> {
  const agents = await readAgents(db, id, { goneSinceMs: window.sinceMs });
  const intervals = Map.groupBy(await readAgentIntervals(db, id, window), ({ agentId }) => agentId);
  return agents.map((agent) => {
    const spans = spansOf(intervals.get(agent.agentId) ?? [], agent.lastSeenMs);
    return { connectionId: id, agent, instance: name, spans, knownSpans: withKnownLoss(spans, agent) };
  });
}

const keyOf = (connectionId: number, agentId: number) => `${connectionId}:${agentId}`;

/** Every agent of the asked connections with its states and builds over a range. */
export async function surveyAgents(store: Store, input: SurveyInput, nowMs: number): Promise<Survey> {
  const { db } = store;
  const window = windowOf(input.range, nowMs);
  const days = daysOf(window, input.tz);
  const connections = await connectionsAsked(db, input.instance, { withDeleted: false });
  const seen: Seen[] = [];
  for (const connection of connections) seen.push(...(await agentsOf(db, connection, window)));
  const firstSeen = new Map(seen.map(({ agent, connectionId }) => [keyOf(connectionId, agent.agentId), agent]));
  const firstDayMs = days[0]?.sinceMs ?? window.untilMs;
  const lead = window.sinceMs < firstDayMs ? [{ sinceMs: window.sinceMs, untilMs: firstDayMs }] : [];
  const counted = await readAgentDays(store, {
    connectionIds: connections.map(({ id }) => id),
    windows: [...lead, ...days],
    nowMs,
    watchedSince: (connectionId, agentId) =>
      firstSeen.get(keyOf(connectionId, agentId))?.firstSeenMs ?? Number.POSITIVE_INFINITY,
  });
  const byAgent = Map.groupBy(counted, ({ agentId, connectionId }) => keyOf(connectionId, agentId));
  const agents = seen.map(({ connectionId, ...surveyed }) => {
    const own = byAgent.get(keyOf(connectionId, surveyed.agent.agentId)) ?? [];
    return {
      ...surveyed,
      total: own.reduce((sum, { sums }) => addBuilds(sum, sums), noBuilds),
      days: new Map(own.map(({ place, sums }) => [place - lead.length, sums])),
    };
  });
  return { window, days, agents };
}
