import { categoryNumber } from '../../core/failure/failure-category.ts';
import type { Window } from '../../core/window.ts';
import { matrixFlag } from '../../storage/columns/build-part.ts';
import type { Store } from '../../storage/open-store.ts';
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

interface BuildOnAgent {
  readonly connectionId: number;
  readonly agentId: number;
  readonly startedAtMs: number;
  /** Null while it runs. */
  readonly result: number | null;
  readonly durationMs: number;
  readonly isInfrastructureFailure: boolean;
}

class DaySums {
  readonly #days = new Map<number, { -readonly [K in keyof AgentDay]: AgentDay[K] }>();
  readonly #question: AgentDaysQuestion;
  #place = 0;

  constructor(question: AgentDaysQuestion) {
    this.#question = question;
  }

  add({ agentId, connectionId, durationMs, isInfrastructureFailure, result, startedAtMs }: BuildOnAgent): void {
    const { watchedSince, windows } = this.#question;
    // Days are few, so a step from the last hit finds the next at once.
    while (this.#place > 0 && startedAtMs < (windows[this.#place]?.sinceMs ?? 0)) this.#place -= 1;
    while (this.#place < windows.length - 1 && startedAtMs >= (windows[this.#place]?.untilMs ?? 0)) this.#place += 1;
    const key = (connectionId * 2 ** 26 + agentId) * 512 + this.#place;
    const day = this.#days.get(key) ?? { connectionId, agentId, place: this.#place, sums: noBuilds };
    const { sums } = day;
    const watchedMs = startedAtMs + durationMs - watchedSince(connectionId, agentId);
    day.sums = {
      builds: sums.builds + 1,
      success: sums.success + (result === 0 ? 1 : 0),
      decided: sums.decided + (result !== null && result <= 2 ? 1 : 0),
      infrastructureFailures: sums.infrastructureFailures + (isInfrastructureFailure ? 1 : 0),
      busyMs: sums.busyMs + durationMs,
      watchedBusyMs: sums.watchedBusyMs + Math.max(0, Math.min(durationMs, watchedMs)),
    };
    this.#days.set(key, day);
  }

  get days(): readonly AgentDay[] {
    return [...this.#days.values()];
  }
}

async function addFinished({ columns }: Store, window: Window, connectionIds: ReadonlySet<number>, sums: DaySums) {
  const infrastructure = categoryNumber('infrastructure') + 1;
  for await (const { baseMs, columns: build, from, to } of columns.builds(window)) {
    for (let row = from; row < to; row += 1) {
      const agentId = build.agent[row] as number;
      const connectionId = build.connection[row] as number;
      if (agentId === 0 || !connectionIds.has(connectionId)) continue;
      sums.add({
        connectionId,
        agentId,
        startedAtMs: baseMs + (build.start[row] as number),
        result: (build.result[row] as number) % matrixFlag,
        durationMs: Math.max(0, (build.duration[row] as number) - 1),
        isInfrastructureFailure: build.category[row] === infrastructure,
      });
    }
  }
}

/** Builds of each agent in each window; cells of a matrix count, they keep agents busy too. */
export async function readAgentDays(store: Store, question: AgentDaysQuestion): Promise<readonly AgentDay[]> {
  const { connectionIds, nowMs, windows } = question;
  const first = windows[0];
  const last = windows.at(-1);
  if (first === undefined || last === undefined) return [];
  const window = { sinceMs: first.sinceMs, untilMs: last.untilMs };
  const sums = new DaySums(question);
  await addFinished(store, window, new Set(connectionIds), sums);
  const running = await store.db
    .selectFrom('build')
    .select(['connection_id', 'agent_id', 'started_at_ms'])
    .where('is_building', '=', 1)
    .where('connection_id', 'in', idList(connectionIds))
    .where('agent_id', 'is not', null)
    .execute();
  for (const { agent_id, connection_id: connectionId, started_at_ms: startedAtMs } of running) {
    if (startedAtMs < window.sinceMs || startedAtMs >= window.untilMs) continue;
    const durationMs = Math.max(0, nowMs - startedAtMs);
    const build = { connectionId, agentId: agent_id ?? 0, startedAtMs, durationMs };
    sums.add({ ...build, result: null, isInfrastructureFailure: false });
  }
  return sums.days;
}
