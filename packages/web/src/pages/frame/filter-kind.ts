import type { Filters } from '../../lib/url-state.ts';

/**
 * Which controls of the filter bar a page answers to: `all` (sources, folder or job, branch, result, date range),
 * `build-list` (those, the failure and the agent), `failures` (all, but the failure category for the result), `builds` (branch, result, date range: the builds of one job), `tests` (all but the
 * result), `queue` (sources, folder or job, date range), `agents` (sources, date range), `test` (branch, date range),
 * `range` (date range) or `none`.
 */
export type FilterKind =
  | 'all'
  | 'build-list'
  | 'failures'
  | 'builds'
  | 'tests'
  | 'queue'
  | 'agents'
  | 'test'
  | 'range'
  | 'none';

type Control = 'instance' | 'q' | 'branch' | 'result' | 'category' | 'fingerprint' | 'agent' | 'range';

const controls: Record<FilterKind, readonly Control[]> = {
  all: ['instance', 'q', 'branch', 'result', 'range'],
  'build-list': ['instance', 'q', 'branch', 'result', 'category', 'fingerprint', 'agent', 'range'],
  failures: ['instance', 'q', 'branch', 'category', 'range'],
  tests: ['instance', 'q', 'branch', 'range'],
  queue: ['instance', 'q', 'range'],
  agents: ['instance', 'range'],
  test: ['branch', 'range'],
  builds: ['branch', 'result', 'range'],
  range: ['range'],
  none: [],
};

const keysOf: Record<Control, readonly (keyof Filters)[]> = {
  instance: ['instance'],
  q: ['q', 'folder', 'job'],
  branch: ['branch'],
  result: ['result'],
  category: ['category'],
  fingerprint: ['fingerprint'],
  agent: ['agent'],
  range: [],
};

/** What a page's filter bar shows, how many of its filters narrow the view, and the change that clears them (the date range stays). */
export function filterControls(kind: FilterKind, filters: Filters) {
  const shown = controls[kind];
  const keys = shown.flatMap((control) => keysOf[control]);
  return {
    has: (control: Control) => shown.includes(control),
    count: keys.filter((key) => filters[key] !== undefined).length,
    cleared: Object.fromEntries(keys.map((key) => [key, undefined])) as Filters,
  };
}
