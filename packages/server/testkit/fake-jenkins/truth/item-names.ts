import type { Build, Folder, Item } from './item.ts';

/** `job/` segments of an item, not encoded; a cell follows its matrix job without `job/`. */
function segments(item: Item): string[] {
  if (item.type === 'job' && item.matrix !== null) return [...segments(item.matrix), item.name];
  if (item.parent === null) return [];
  return [...segments(item.parent), 'job', item.name];
}

/** Names from the root down, joined by slashes; a slash in a branch is `%2F` in its name. */
export function fullName(item: Item): string {
  if (item.type === 'job' && item.matrix !== null) return `${fullName(item.matrix)}/${item.name}`;
  if (item.parent === null) return item.name;
  return item.parent.parent === null ? item.name : `${fullName(item.parent)}/${item.name}`;
}

/** As pages show it: `team » job`. */
export function fullDisplayName(item: Item): string {
  if (item.type === 'job' && item.matrix !== null) {
    const values = item.name.split(',').map((pair) => pair.slice(pair.indexOf('=') + 1));
    return `${fullDisplayName(item.matrix)} » ${values.join(',')}`;
  }
  const { parent } = item;
  const own = item.displayName ?? item.name;
  return parent === null || parent.parent === null ? own : `${fullDisplayName(parent)} » ${own}`;
}

// The characters that hudson.Util.rawEncode leaves as they are, besides letters and digits.
const plain = /[^A-Za-z0-9!$&'()*+,\-.:;=@_]/gu;

function rawEncode(segment: string): string {
  return segment.replace(plain, (char) => (char === '~' ? '%7E' : encodeURIComponent(char)));
}

/** Name of the job of a branch: `feature/login` becomes `feature%2Flogin`. */
export function encodeBranchName(head: string): string {
  return head.replace(/[%/\\:*?"<>|]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

/** Path of an item below the root, encoded as Jenkins does it, ending in a slash; empty for the root. */
export function itemPath(item: Item): string {
  const parts = segments(item).map(rawEncode);
  return parts.length === 0 ? '' : `${parts.join('/')}/`;
}

/** Name as pages show it. */
export const buildDisplayName = (build: Build): string => build.displayName ?? `#${build.number}`;

/** An item below a folder by its full name; a cell of a matrix job counts as below the job. */
export function findByName(root: Folder, name: string): Item | undefined {
  let item: Item | undefined = root;
  for (const segment of name.split('/').filter((part) => part !== '')) {
    if (item?.type === 'folder') item = item.children.get(segment);
    else item = item?.configurations.find((configuration) => configuration.name === segment);
  }
  return item;
}
