/** What the keyboard does anywhere in the application. Two letters = pressed one after the other. */
export const shortcuts = [
  { keys: ['/'], also: '⌘K', action: 'search', label: 'Search jobs and pages' },
  { keys: ['g', 'd'], action: 'dashboard', label: 'Go to Dashboard' },
  { keys: ['g', 'b'], action: 'builds', label: 'Go to Builds' },
  { keys: ['g', 'j'], action: 'jobs', label: 'Go to Jobs' },
  { keys: ['g', 'p'], action: 'pipelines', label: 'Go to Pipelines' },
  { keys: ['g', 't'], action: 'tests', label: 'Go to Tests' },
  { keys: ['g', 'l'], action: 'flaky', label: 'Go to Flaky tests' },
  { keys: ['g', 'f'], action: 'failures', label: 'Go to Failures' },
  { keys: ['g', 'q'], action: 'queue', label: 'Go to Queue' },
  { keys: ['g', 'a'], action: 'agents', label: 'Go to Agents' },
  { keys: ['g', 's'], action: 'settings', label: 'Go to Settings' },
  { keys: ['?'], action: 'help', label: 'Show this list' },
] as const;

export type ShortcutAction = (typeof shortcuts)[number]['action'];

interface Pressed {
  readonly key: string;
  readonly atMs: number;
}

const patienceMs = 1_200;

/** The action of a key, given the key before it; undefined when it means nothing (yet). */
export function matchShortcut(before: Pressed | undefined, now: Pressed): ShortcutAction | undefined {
  const first = before !== undefined && now.atMs - before.atMs <= patienceMs ? before.key : undefined;
  const pair = shortcuts.find(({ keys }) => keys.length === 2 && keys[0] === first && keys[1] === now.key);
  if (pair !== undefined) return pair.action;
  return shortcuts.find(({ keys }) => keys.length === 1 && keys[0] === now.key)?.action;
}
