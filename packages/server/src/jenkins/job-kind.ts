import type { JobKind } from '../core/job.ts';

const byEnding: readonly (readonly [ending: string, kind: JobKind])[] = [
  ['FreeStyleProject', 'freestyle'],
  ['WorkflowJob', 'pipeline'],
  ['MatrixProject', 'matrix'],
  ['MatrixConfiguration', 'matrix-configuration'],
  ['MavenModuleSet', 'maven'],
  ['ExternalJob', 'external'],
];

/** The kind behind `_class`. Unknown and absent classes (controllers before 2.x) are `other`: every rule has to work for those too. */
export function jobKind(className: string | null, parentClassName: string | null): JobKind {
  if (parentClassName?.endsWith('MultiBranchProject')) return 'multibranch-branch';
  return byEnding.find(([ending]) => className?.endsWith(`.${ending}`))?.[1] ?? 'other';
}

/** Pipelines export `previousBuild`, so that their history can be walked exactly; others do not. */
export function isPipeline(kind: JobKind): boolean {
  return kind === 'pipeline' || kind === 'multibranch-branch';
}
