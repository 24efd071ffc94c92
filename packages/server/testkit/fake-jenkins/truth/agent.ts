import type { Build } from './item.ts';

/** What sits on an executor: a build, or the part of a pipeline inside a `node` block. */
export type Executable =
  | { readonly type: 'build'; readonly build: Build; readonly startedAtMs: number }
  | { readonly type: 'node-block'; readonly build: Build; readonly label: string; readonly startedAtMs: number };

export interface Agent {
  /** Empty for the built-in node. */
  readonly name: string;
  displayName: string;
  description: string;
  /** Its own name is added where it is missing. */
  labels: readonly string[];
  /** One slot an executor; null = idle. */
  executors: (Executable | null)[];
  /** Flyweight tasks: pipelines and matrix parents, on the built-in node. */
  oneOffExecutors: Executable[];
  isOffline: boolean;
  isTemporarilyOffline: boolean;
  offlineCause: { readonly className: string; readonly reason: string; readonly sinceMs: number } | null;
}

export function makeAgent(agent: { name: string; executors: number } & Partial<Omit<Agent, 'executors'>>): Agent {
  return {
    displayName: agent.name,
    description: '',
    labels: [],
    oneOffExecutors: [],
    isOffline: false,
    isTemporarilyOffline: false,
    offlineCause: null,
    ...agent,
    executors: Array.from({ length: agent.executors }, () => null),
  };
}

/** Labels as Jenkins lists them: an agent is its own label too. */
export function allLabels({ name, labels }: Agent): readonly string[] {
  const own = name === '' ? 'built-in' : name;
  return labels.includes(own) ? labels : [own, ...labels];
}
