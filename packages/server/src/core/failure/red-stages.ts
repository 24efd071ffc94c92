import type { Stage } from '../stage.ts';

/** The innermost stages that made a build red, in their order: failed ones, or else unstable ones, or else aborted ones. */
export function redStages(stages: readonly Stage[]): readonly Stage[] {
  for (const status of ['failure', 'unstable', 'aborted'] as const) {
    const red = stages.filter((stage) => stage.status === status);
    const parents = new Set(red.map(({ parentId }) => parentId));
    const innermost = red.filter(({ id }) => !parents.has(id));
    if (innermost.length > 0) return innermost;
  }
  return [];
}
