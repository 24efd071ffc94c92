import type { Folder, Item, Job } from '../truth/item.ts';
import type { RouteContext } from './route-context.ts';

export type Found =
  | { readonly type: 'item'; readonly item: Item; readonly rest: readonly string[] }
  | { readonly type: 'missing' }
  | { readonly type: 'discover-only' };

function sameName(items: Iterable<Item>, name: string): Item | undefined {
  const wanted = name.toLowerCase();
  for (const item of items) if (item.name.toLowerCase() === wanted) return item;
  return undefined;
}

/** Letters of either case are the same name; a branch is also found by its name encoded only once. */
function child(folder: Folder, name: string): Item | undefined {
  const exact = folder.children.get(name);
  if (exact !== undefined) return exact;
  const branches = folder.kind === 'multibranch' ? [...folder.children.values()] : [];
  const byHead = branches.find((item) => item.type === 'job' && item.branch?.head === name);
  return byHead ?? sameName(folder.children.values(), name);
}

function cell(job: Job, name: string): Job | undefined {
  return job.configurations.find((configuration) => configuration.name === name);
}

/** Follows `job/<name>` pairs (and the cell of a matrix job) as far as they go, with the permissions of the viewer. */
export function findItem(segments: readonly string[], { world, viewer }: RouteContext): Found {
  let item: Item = world.root;
  let rest = segments;
  while (rest[0] === 'job' && item.type === 'folder') {
    const next = child(item, rest[1] ?? '');
    if (next === undefined || !viewer.canDiscover(next)) return { type: 'missing' };
    if (!viewer.canRead(next)) return { type: 'discover-only' };
    item = next;
    rest = rest.slice(2);
  }
  const configuration = item.type === 'job' ? cell(item, rest[0] ?? '') : undefined;
  if (configuration !== undefined) return { type: 'item', item: configuration, rest: rest.slice(1) };
  return { type: 'item', item, rest };
}
