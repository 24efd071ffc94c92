import { categoryNumber } from '../../core/failure/failure-category.ts';
import type { Window } from '../../core/window.ts';
import type { Database } from '../../storage/open-store.ts';
import { idList } from '../build-filter.ts';

/** What an agent built in one day (or part of it). */
export interface AgentBuilds {
  readonly builds: number;
  readonly success: number;
  /** SUCCESS, UNSTABLE and FAILURE. */
  readonly decided: number;
  readonly infrastructureFailures: number;
  /** Sum of the durations; running builds until now. */
  readonly busyMs: number;
  /** The same, without what lies before the agent was watched. */
  readonly watchedBusyMs: number;
}

export interface AgentDay {
  readonly connectionId: number;
  readonly agentId: number;
  /** Place of its window among those asked. */
  readonly place: number;
  readonly sums: AgentBuilds;
}

export const noBuilds: AgentBuilds = {
  builds: 0,
  success: 0,
  decided: 0,
  infrastructureFailures: 0,
  busyMs: 0,
  watchedBusyMs: 0,
};

export function addBuilds(one: AgentBuilds, other: AgentBuilds): AgentBuilds {
  return {
    builds: one.builds + other.builds,
    success: one.success + other.success,
    decided: one.decided + other.decided,
    infrastructureFailures: one.infrastructureFailures + other.infrastructureFailures,
    busyMs: one.busyMs + other.busyMs,
    watchedBusyMs: one.watchedBusyMs + other.watchedBusyMs,
  };
}

export interface AgentDaysQuestion {
  readonly connectionIds: readonly number[];
  /** One after the other, without gaps. */
  readonly windows: readonly Window[];
  readonly nowMs: number;
  readonly watchedSince: (connectionId: number, agentId: number) => number;
}

/** Builds of each agent in each window. */
export async function readAgentDays(
  db: Database,
  { connectionIds, nowMs, watchedSince, windows }: AgentDaysQuestion,
): Promise<readonly AgentDay[]> {
  const first = windows[0];
  const last = windows.at(-1);
  if (first === undefined || last === undefined) return [];
  const rows = await db
    .selectFrom('build')
    .select(['connection_id', 'agent_id', 'result', 'started_at_ms', 'duration_ms', 'failure_category'])
    .where('started_at_ms', '>=', first.sinceMs)
    .where('started_at_ms', '<', last.untilMs)
    .where('connection_id', 'in', idList(connectionIds))
    .where('agent_id', 'is not', null)
    .execute();
  const infrastructure = categoryNumber('infrastructure');
  const days = new Map<string, AgentDay>();
  let place = 0;
  for (const row of rows) {
    // Rows come in no promised order; days are few, so a step from the last hit finds the next at once.
    while (place > 0 && row.started_at_ms < (windows[place]?.sinceMs ?? 0)) place -= 1;
    while (place < windows.length - 1 && row.started_at_ms >= (windows[place]?.untilMs ?? 0)) place += 1;
    const { connection_id: connectionId, started_at_ms: startedAtMs } = row;
    const agentId = row.agent_id ?? 0;
    const key = `${connectionId}:${agentId}:${place}`;
    const busyMs = row.duration_ms ?? Math.max(0, nowMs - startedAtMs);
    const one = {
      builds: 1,
      success: row.result === 0 ? 1 : 0,
      decided: row.result !== null && row.result <= 2 ? 1 : 0,
      infrastructureFailures: row.failure_category === infrastructure ? 1 : 0,
      busyMs,
      watchedBusyMs: Math.max(0, Math.min(busyMs, startedAtMs + busyMs - watchedSince(connectionId, agentId))),
    };
    const sums = addBuilds(days.get(key)?.sums ?? noBuilds, one);
    days.set(key, { connectionId, agentId, place, sums });
  }
  return [...days.values()];
}
