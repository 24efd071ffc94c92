import { sql } from 'kysely';
import type { Database } from '../open-store.ts';
import type { AgentCondition } from './record-agents.ts';
import { lastLook } from './snapshot-times.ts';

export interface StoredAgent {
  readonly agentId: number;
  /** `(built-in)` for the controller's own node. */
  readonly name: string;
  readonly description: string | null;
  readonly labels: readonly string[];
  readonly executors: number;
  readonly busyExecutors: number;
  readonly state: AgentCondition;
  readonly sinceMs: number;
  readonly offlineReason: string | null;
  readonly offlineSinceMs: number | null;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
}

/** The agents of a connection by name; of those that are gone only such as were seen since an instant. */
export async function readAgents(
  db: Database,
  connectionId: number,
  { goneSinceMs }: { readonly goneSinceMs: number },
): Promise<readonly StoredAgent[]> {
  const lookedAtMs = await lastLook(db, connectionId, 'agents_at_ms');
  const agents = db
    .selectFrom('agent_state')
    .innerJoin('agent', 'agent.id', 'agent_state.agent_id')
    .selectAll('agent_state')
    .select('agent.name')
    .where('agent_state.connection_id', '=', connectionId);
  const present = await agents.where(sql<boolean>`agent_state.state <> 'gone'`).execute();
  const gone = await agents
    .where(sql<boolean>`agent_state.state = 'gone'`)
    .where('agent_state.last_seen_ms', '>=', goneSinceMs)
    .execute();
  const toAgent = (row: (typeof present)[number], lastSeenMs: number): StoredAgent => ({
    agentId: row.agent_id,
    name: row.name,
    description: row.description,
    labels: JSON.parse(row.labels) as string[],
    executors: row.executors,
    busyExecutors: row.busy_executors,
    state: row.state as AgentCondition,
    sinceMs: row.since_ms,
    offlineReason: row.offline_reason,
    offlineSinceMs: row.offline_since_ms,
    firstSeenMs: row.first_seen_ms,
    lastSeenMs,
  });
  return [
    // Rows are written when something changes; an agent that is there was seen at the last look.
    ...present.map((row) => toAgent(row, lookedAtMs ?? row.last_seen_ms)),
    ...gone.map((row) => toAgent(row, row.last_seen_ms)),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export interface AgentInterval {
  readonly agentId: number;
  readonly sinceMs: number;
  /** Null while it lasts. */
  readonly untilMs: number | null;
  readonly state: AgentCondition;
  readonly reason: string | null;
}

/** The states of a connection's agents that touch `[sinceMs, untilMs)`, agent by agent, oldest first. Time that nobody looked at is in none. */
export async function readAgentIntervals(
  db: Database,
  connectionId: number,
  { sinceMs, untilMs }: { readonly sinceMs: number; readonly untilMs: number },
): Promise<readonly AgentInterval[]> {
  const ended = await db
    .selectFrom('agent_interval')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('until_ms', '>', sinceMs)
    .where('since_ms', '<', untilMs)
    .execute();
  const open = await db
    .selectFrom('agent_interval')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('until_ms', 'is', null)
    .where('since_ms', '<', untilMs)
    .execute();
  const rows = [...ended, ...open].sort((a, b) => a.agent_id - b.agent_id || a.since_ms - b.since_ms);
  return rows.map((row) => ({
    agentId: row.agent_id,
    sinceMs: row.since_ms,
    untilMs: row.until_ms,
    state: row.state as AgentCondition,
    reason: row.reason,
  }));
}
