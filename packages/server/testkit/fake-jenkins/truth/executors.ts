import type { Agent, Executable } from './agent.ts';
import type { Build } from './item.ts';

/** Puts something on a free executor of an agent; throws when there is none. */
export function occupyExecutor(agent: Agent, executable: Executable): void {
  const free = agent.executors.indexOf(null);
  if (free < 0) throw new Error(`Agent "${agent.displayName}" has no free executor`);
  agent.executors[free] = executable;
}

/** Frees every executor that a build, or a part of it, sits on. */
export function freeExecutors(agents: readonly Agent[], build: Build): void {
  for (const agent of agents) {
    agent.executors = agent.executors.map((slot) => (slot?.build === build ? null : slot));
    agent.oneOffExecutors = agent.oneOffExecutors.filter((slot) => slot.build !== build);
  }
}
