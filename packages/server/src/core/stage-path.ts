import type { Stage } from './stage.ts';

/** Stands between the names of stages that lie within each other. */
export const pathSeparator = ' / ';

/** For every stage, the position of the stage around it; −1 at the top, and where the parent is not there. */
export function parentPositions(stages: readonly Pick<Stage, 'id' | 'parentId'>[]): number[] {
  const positions = new Map<string, number>();
  return stages.map(({ id, parentId }, position) => {
    const parent = parentId === null ? undefined : positions.get(parentId);
    if (!positions.has(id)) positions.set(id, position);
    return parent ?? -1;
  });
}

/** The names of the stages around each stage and its own, outermost first. */
export function stagePaths(stages: readonly Pick<Stage, 'id' | 'parentId' | 'name'>[]): string[] {
  const parents = parentPositions(stages);
  const paths: string[] = [];
  for (const [position, { name }] of stages.entries()) {
    const around = paths[parents[position] ?? -1];
    paths.push(around === undefined ? name : `${around}${pathSeparator}${name}`);
  }
  return paths;
}
