import type { Migration } from '../migration.ts';

/** Builds that another one has started, by when they did: what a build has started is found without reading the others. */
export const downstream: Migration = {
  version: 10,
  name: 'downstream',
  statements: ["create index build_of_upstream on build (connection_id, started_at_ms) where cause_kind = 'upstream'"],
};
