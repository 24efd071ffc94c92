export const jobKinds = [
  'freestyle',
  'pipeline',
  'multibranch-branch',
  'matrix',
  'matrix-configuration',
  'maven',
  'external',
  'other',
] as const;
export type JobKind = (typeof jobKinds)[number];

/** Stored, already encoded names from the root to the item, as `name` says them: `['org', 'repo', 'feature%2Flogin']`. */
export type ItemPath = readonly string[];

/** The full name Jenkins uses: segments joined by "/". Segments never hold a raw "/". */
export function fullNameOf(path: ItemPath): string {
  return path.join('/');
}

/** The folder of a job: "/" for the root, otherwise "/a/b". */
export function folderOf(path: ItemPath): string {
  return `/${path.slice(0, -1).join('/')}`;
}
