import type { Right } from '../core/connection-test.ts';

/** What trying a connection found out about each right: true, false, or null = could not be found out. */
export interface Grants {
  readonly overallRead: boolean | null;
  readonly jobRead: boolean | null;
  readonly stages: boolean | null;
  readonly tests: boolean | null;
  readonly queue: boolean | null;
  readonly agents: boolean | null;
}

const lines: readonly (readonly [member: keyof Grants, name: string, effect: string])[] = [
  ['overallRead', 'Overall/Read', 'Without it nothing can be read.'],
  ['jobRead', 'Job/Read', 'Without it jobs, builds and logs stay invisible. Jenkins does not say that they exist.'],
  [
    'stages',
    'Stage data',
    'Without the plugin Pipeline Graph View, Pipeline Stage View or Blue Ocean there are no stages and no stage durations.',
  ],
  ['tests', 'Test reports', 'Without them there are no test results, no flaky tests and no comparison of tests.'],
  ['queue', 'Queue', 'Without it there are no waiting builds and no reasons for waiting.'],
  ['agents', 'Agents', 'Without it there are no agents, and running builds are noticed later.'],
];

/** The rights grid, in the order in which it is shown. */
export function rightsGrid(grants: Grants): readonly Right[] {
  return lines.map(([key, name, effect]) => ({ name, isGranted: grants[key], effect }));
}

export const unknownGrants: Grants = {
  overallRead: null,
  jobRead: null,
  stages: null,
  tests: null,
  queue: null,
  agents: null,
};
