import { fullNameOf, type ItemPath, type JobKind } from '../core/job.ts';
import { isPipeline } from './job-kind.ts';

/** The kinds of jobs that the last heads named: an answer about a single job does not tell whether it is a branch or a configuration. */
export interface KindMemory {
  kindOf(path: ItemPath): JobKind;
  /** The kind by the class in an answer, completed by what is remembered. */
  refine(path: ItemPath, byClass: JobKind): JobKind;
  learn(jobs: readonly { readonly path: ItemPath; readonly kind: JobKind }[]): void;
}

export function createKindMemory(): KindMemory {
  let kinds: ReadonlyMap<string, JobKind> = new Map();

  function kindOf(path: ItemPath): JobKind {
    const known = kinds.get(fullNameOf(path));
    if (known !== undefined) return known;
    return kinds.get(fullNameOf(path.slice(0, -1))) === 'matrix' ? 'matrix-configuration' : 'other';
  }

  return {
    kindOf,
    refine(path, byClass) {
      const known = kindOf(path);
      const isSharper = byClass === 'other' || (byClass === 'pipeline' && isPipeline(known));
      return isSharper ? known : byClass;
    },
    learn(jobs) {
      kinds = new Map(jobs.map(({ path, kind }) => [fullNameOf(path), kind]));
    },
  };
}

/** The same memory, corrected by what the caller knows of one job. */
export function knowing(kinds: KindMemory, path: ItemPath, kind: JobKind | undefined): KindMemory {
  if (kind === undefined || kind === 'other') return kinds;
  const name = fullNameOf(path);
  const kindOf = (other: ItemPath) => (fullNameOf(other) === name ? kind : kinds.kindOf(other));
  return {
    kindOf,
    refine: (other, byClass) => (fullNameOf(other) === name ? kind : kinds.refine(other, byClass)),
    learn: kinds.learn,
  };
}
