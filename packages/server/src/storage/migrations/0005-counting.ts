import type { Migration } from '../migration.ts';

/** Roll-ups take finished builds in one by one; only hours in which counted builds have changed are counted anew. */
export const counting: Migration = {
  version: 5,
  name: 'counting',
  statements: [
    'alter table dirty_hour add column is_changed integer not null default 1',
    `create table uncounted_build (
      hour_ms bigint not null, connection_id integer not null, build_id bigint not null, primary key (hour_ms, connection_id, build_id)
    ) clustered`,
  ],
};
