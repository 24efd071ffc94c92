import type { Stage } from '../core/stage.ts';
import { asText } from './read-json.ts';

export interface ReadStages {
  readonly stages: readonly Stage[];
  /** The build has ended and this will not change any more. */
  readonly isComplete: boolean;
  readonly dropped: number;
}

/** Far above any real pipeline. */
export const stageLimits = { count: 20_000, levels: 60 } as const;

/** The name of an agent as everywhere else: `(built-in)` for the controller's own node. */
export function agentNamed(value: unknown): string | null {
  const name = asText(value, 200);
  return name === 'built-in' || name === 'master' ? '(built-in)' : name;
}
