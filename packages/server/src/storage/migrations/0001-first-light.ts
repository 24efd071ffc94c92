import type { Migration } from '../migration.ts';

const rollup = (name: string) => `
  create table ${name} (
    connection_id integer not null, slot_ms bigint not null,
    success integer not null, unstable integer not null, failure integer not null, aborted integer not null, not_built integer not null,
    duration_count integer not null, duration_sum bigint not null, duration_max bigint not null, duration_sketch blob not null,
    queue_count integer not null, queue_sum bigint not null, queue_sketch blob not null,
    tests_total bigint not null, tests_failed bigint not null, tests_skipped bigint not null, red_ms bigint not null,
    primary key (slot_ms, connection_id)
  )`;

/** `serial` and `blob` are spelled for the engine by the migrator. */
export const firstLight: Migration = {
  version: 1,
  name: 'first light',
  statements: [
    `create table connection (
      id serial_key, name text not null, base_url text not null, username text not null, token_sealed text,
      tls_mode text not null, ca_certificate text, sync_interval_ms integer, history_days integer not null, history_builds integer not null,
      include_jobs text not null, exclude_jobs text not null, pace text not null, is_paused integer not null,
      created_at_ms bigint not null, updated_at_ms bigint not null, deleted_at_ms bigint
    )`,
    'create unique index connection_name on connection (lower(name)) where deleted_at_ms is null',
    `create table connection_state (
      connection_id integer primary key, phase text not null, progress_done integer not null, progress_total integer not null, eta_seconds integer,
      is_idle integer not null, last_success_at_ms bigint, last_problem text, consecutive_failures integer not null, next_attempt_at_ms bigint,
      jenkins_version text, session text, requests_per_minute double precision not null, dropped_items integer not null,
      agents_online integer not null, agents_total integer not null, queue_length integer not null
    )`,
    `create table job (
      id serial_key, connection_id integer not null, full_name text not null, folder text not null, name text not null, kind text not null,
      incarnation integer not null, next_build_number integer not null, first_build_number integer, is_disabled integer not null,
      missing_since_ms bigint, gone_at_ms bigint, is_backfilled integer not null, display_name text, pull_request text, ledger text not null,
      collected_count integer not null, open_count integer not null, lost_count integer not null, expected_count integer not null,
      last_number integer, last_result integer, last_started_at_ms bigint, is_building integer not null,
      red_since_ms bigint, red_since_number integer
    )`,
    'create unique index job_identity on job (connection_id, full_name, incarnation)',
    'create index job_full_name on job (full_name)',
    `create table build (
      id big_key, seq bigint not null, job_id integer not null, connection_id integer not null, number integer not null,
      result integer, is_building integer not null, is_matrix integer not null, started_at_ms bigint not null, duration_ms bigint,
      estimated_ms bigint, queue_ms bigint, queue_id bigint, branch_id integer, agent_id integer, commit_sha text, display_name text,
      cause_kind text, cause_text text, tests_total integer, tests_failed integer, tests_skipped integer,
      is_in_jenkins integer not null, detail text not null
    )`,
    'create unique index build_seq on build (seq)',
    'create index build_started on build (started_at_ms)',
    'create index build_job_started on build (job_id, started_at_ms)',
    'create index build_branch_started on build (branch_id, started_at_ms)',
    'create index build_running on build (is_building) where is_building = 1',
    'create table branch (id serial_key, name text not null unique)',
    'create table agent (id serial_key, name text not null unique)',
    rollup('rollup_hour'),
    rollup('rollup_day'),
    'create table dirty_hour (connection_id integer not null, hour_ms bigint not null, primary key (hour_ms, connection_id))',
    'create table "user" (id serial_key, username text not null, password_hash text not null, role text not null, created_at_ms bigint not null)',
    'create unique index user_username on "user" (lower(username))',
    `create table session (
      id_hash text primary key, user_id integer not null, created_at_ms bigint not null, expires_at_ms bigint not null, last_seen_at_ms bigint not null
    )`,
    `create table api_token (
      id serial_key, user_id integer not null, name text not null, token_hash text not null unique, scopes text not null,
      created_at_ms bigint not null, expires_at_ms bigint not null, last_used_at_ms bigint, revoked_at_ms bigint
    )`,
    `create table audit_entry (
      id serial_key, at_ms bigint not null, actor text not null, action text not null, subject text not null, detail text not null
    )`,
    'create table setting (key text primary key, value text not null)',
    'create table counter (name text primary key, value bigint not null)',
    "insert into counter (name, value) values ('data_version', 0), ('build_seq', 0)",
  ],
};
