import type { Migration } from '../migration.ts';

/** Why builds are red: category, evidence, equal failures over jobs, rules and corrections of people. */
export const failures: Migration = {
  version: 6,
  name: 'failures',
  statements: [
    'alter table build add column failure_category integer',
    // Red builds are few; used by queries that name this column in a comparison.
    'create index build_failure_started on build (failure_category, started_at_ms) where failure_category is not null',
    'create table failure_work (build_id big_key, connection_id integer not null, marks integer not null)',
    `create table build_failure (
      build_id big_key, connection_id integer not null, job_id integer not null, category integer not null, rule text not null,
      fingerprint_id bigint, is_final integer not null, rules_version bigint not null, started_at_ms bigint not null,
      duration_ms bigint, evidence text not null
    )`,
    'create index build_failure_fingerprint on build_failure (fingerprint_id, started_at_ms)',
    // Holds all that equal failures are counted by: the rows with their evidence are ten times as large.
    'create index build_failure_time on build_failure (started_at_ms, fingerprint_id, job_id, connection_id, duration_ms)',
    'create index build_failure_rules on build_failure (rules_version, started_at_ms)',
    `create table failure_correction (
      build_id big_key, connection_id integer not null, category integer not null, actor text not null, at_ms bigint not null
    )`,
    'create table failure_fingerprint (id serial_key, digest text not null unique, title text not null, lines text not null)',
    `create table failure_rule (
      id serial_key, name text not null, category integer not null, pattern text not null, is_case_ignored integer not null,
      is_enabled integer not null, position integer not null, created_at_ms bigint not null, updated_at_ms bigint not null
    )`,
    "insert into counter (name, value) values ('failure_rules', 1), ('failure_rules_built_in', 0)",
    // Builds of an earlier version: 1 = UNSTABLE, 2 = FAILURE.
    `insert into failure_work (build_id, connection_id, marks)
      select id, connection_id, 1 from build where is_building = 0 and result in (1, 2)`,
  ],
};
