/**
 * Folder paths (`/a/b`, ancestors included) whose last part holds a text, ignoring case: shallow ones first.
 * With `below`, only those inside that folder. The root is left out: it is no limit.
 */
export function foldersHolding(paths: readonly string[], text: string, below?: string): string[] {
  const all = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/').filter((part) => part !== '');
    for (let depth = 1; depth <= parts.length; depth += 1) all.add(`/${parts.slice(0, depth).join('/')}`);
  }
  const wanted = text.toLowerCase();
  const depthOf = (path: string) => path.split('/').length;
  return [...all]
    .filter((path) =>
      (wanted.includes('/') ? path : path.slice(path.lastIndexOf('/') + 1)).toLowerCase().includes(wanted),
    )
    .filter((path) => below === undefined || path.startsWith(`${below}/`))
    .sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1));
}
