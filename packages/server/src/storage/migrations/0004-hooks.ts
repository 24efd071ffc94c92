import type { Migration } from '../migration.ts';

/** Secrets with which Jenkins may announce builds, and which plugin tells stages on a controller. */
export const hooks: Migration = {
  version: 4,
  name: 'hooks',
  statements: [
    'alter table connection_state add column stage_source text',
    'create table connection_hook (connection_id integer primary key, secret_hash text not null, created_at_ms bigint not null)',
  ],
};
