import type { Range } from './range.ts';
import type { TreeNode } from './tree-expression.ts';

export interface Selection {
  readonly pruner: Pruner;
  readonly range: Range | null;
}

/** Decides which properties of an object are written, and how much of what they point to. */
export interface Pruner {
  select(property: {
    readonly name: string;
    readonly visibility: number;
    readonly isInline: boolean;
  }): Selection | null;
}

/** For `tree=`: what is named, whatever its visibility; `*` stands for every name of its level. */
export function prunerByTree(tree: TreeNode): Pruner {
  const selections = new Map([...tree.children].map(([name, child]) => [name, toSelection(child)]));
  const any = selections.get('*') ?? null;
  return { select: ({ name }) => selections.get(name) ?? any };
}

function toSelection(node: TreeNode): Selection {
  return { pruner: prunerByTree(node), range: node.range };
}

/** For `depth=`: everything that is visible at its level. */
export function prunerByDepth(depth: number): Pruner {
  return prunerByVisibility(1 - depth);
}

function prunerByVisibility(needed: number): Pruner {
  const pruner: Pruner = {
    select: ({ visibility, isInline }) => {
      if (visibility < needed) return null;
      return { pruner: isInline ? pruner : prunerByVisibility(needed + 1), range: null };
    },
  };
  return pruner;
}
