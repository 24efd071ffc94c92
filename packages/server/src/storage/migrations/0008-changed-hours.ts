import type { Migration } from '../migration.ts';

/** In which hours finished builds, their categories or their stages have changed, so that what is kept in memory of them is read again. */
export const changedHours: Migration = {
  version: 8,
  name: 'changed hours',
  statements: [
    'create table changed_hour (hour_ms big_key, version bigint not null)',
    'create index changed_hour_version on changed_hour (version)',
    "insert into counter (name, value) values ('changed_hours', 0)",
  ],
};
