/** What can be exported. */
export const exportWhats = [
  'builds',
  'metrics',
  'jobs',
  'stages',
  'tests',
  'flaky',
  'failures',
  'queue',
  'agents',
] as const;
export type ExportWhat = (typeof exportWhats)[number];
