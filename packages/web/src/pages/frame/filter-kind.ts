import type { Filters } from '../../lib/url-state.ts';

/**
 * Which controls of the filter bar a page answers to: `all` (sources, folder or job, branch, result, date range),
 * `builds` (branch, result, date range: the builds of one job), `range` (date range) or `none`.
 */
export type FilterKind = 'all' | 'builds' | 'range' | 'none';

type Control = 'instance' | 'q' | 'branch' | 'result' | 'range';

const controls: Record<FilterKind, readonly Control[]> = {
  all: ['instance', 'q', 'branch', 'result', 'range'],
  builds: ['branch', 'result', 'range'],
  range: ['range'],
  none: [],
};

const keysOf: Record<Control, readonly (keyof Filters)[]> = {
  instance: ['instance'],
  q: ['q', 'folder', 'job'],
  branch: ['branch'],
  result: ['result'],
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
