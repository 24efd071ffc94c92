import type { Migration } from '../migration.ts';

/** Stages, test reports, changes, log tails, the list of what is still to be fetched; queue, agents and load over time. */
export const deep: Migration = {
  version: 2,
  name: 'deep',
  statements: [
    'alter table build add column deep integer not null default 0',
    'create table deep_start (connection_id integer primary key, at_ms bigint not null)',
    `create table deep_work (
      build_id bigint not null, kind integer not null, connection_id integer not null, priority integer not null, started_at_ms bigint not null,
      due_at_ms bigint, attempts integer not null, reason text, report_name text, primary key (build_id, kind)
    ) clustered`,
    'create index deep_work_due on deep_work (connection_id, priority, started_at_ms desc, kind)',
    'create table stage_name (id serial_key, connection_id integer not null, name text not null, unique (connection_id, name))',
    `create table build_stages (
      build_id big_key, connection_id integer not null, source text, is_complete integer not null, stages blob not null
    )`,
    `create table build_changes (
      build_id big_key, connection_id integer not null, has_more integer not null, changes blob not null
    )`,
    `create table log_tail (
      build_id big_key, connection_id integer not null, first_byte bigint not null, byte_count integer not null, is_truncated integer not null,
      text blob not null
    )`,
    `create table test_project (
      id serial_key, connection_id integer not null, job_id integer, next_test integer not null, next_suite integer not null
    )`,
    'create index test_project_connection on test_project (connection_id)',
    // Only for queries that name this kind in their text: finds the project that a new branch shares.
    "create index job_branch_folder on job (folder) where kind = 'multibranch-branch'",
    'create table test_project_job (job_id integer primary key, connection_id integer not null, project_id integer not null, is_shared integer not null)',
    `create table test_case (
      project_id integer not null, test integer not null, connection_id integer not null, digest text not null,
      class_name text, name text not null, primary key (project_id, test), unique (digest)
    ) clustered`,
    `create table test_suite (
      project_id integer not null, suite integer not null, connection_id integer not null, digest text not null,
      name text, stage_names text not null, primary key (project_id, suite), unique (digest)
    ) clustered`,
    `create table test_report (
      build_id big_key, connection_id integer not null, project_id integer not null, is_shared integer not null, started_at_ms bigint not null,
      cases integer not null, passed integer not null, failed integer not null, skipped integer not null, duration_ms bigint not null,
      parts integer not null, is_complete integer not null, failures_kept integer not null, text_kept integer not null, results blob
    )`,
    // Reports of one job lie together by their key; only where branches share their tests is another order needed.
    'create index test_report_shared on test_report (project_id, started_at_ms) where is_shared = 1',
    `create table test_part (
      build_id bigint not null, bucket integer not null, part integer not null, connection_id integer not null, results blob not null,
      primary key (build_id, bucket, part)
    ) clustered`,
    `create table test_failure (
      build_id bigint not null, position integer not null, connection_id integer not null, test_id bigint not null,
      started_at_ms bigint not null, suite integer not null, duration_ms bigint, age integer, failed_since integer,
      is_cut integer not null, detail blob, primary key (build_id, position)
    )`,
    'create index test_failure_test on test_failure (test_id, started_at_ms)',
    'create table live_snapshot (connection_id integer primary key, queue_at_ms bigint, agents_at_ms bigint)',
    'create table queue_reason (id serial_key, connection_id integer not null, name text not null, unique (connection_id, name))',
    `create table queue_item (
      connection_id integer not null, queue_id bigint not null, entered_at_ms bigint not null, left_at_ms bigint,
      job_id integer, build_number integer, task_name text, label text, state text not null, is_stuck integer not null,
      why text, reasons text not null, primary key (connection_id, queue_id, entered_at_ms)
    ) clustered`,
    'create index queue_item_waiting on queue_item (connection_id, entered_at_ms) where left_at_ms is null',
    'create index queue_item_left on queue_item (connection_id, left_at_ms)',
    `create table agent_state (
      connection_id integer not null, agent_id integer not null, description text, labels text not null,
      executors integer not null, busy_executors integer not null, state text not null, since_ms bigint not null,
      offline_reason text, offline_since_ms bigint, first_seen_ms bigint not null, last_seen_ms bigint not null,
      primary key (connection_id, agent_id)
    )`,
    // Used by queries that say so in their text: agents of clouds come by the thousand and never come back.
    "create index agent_state_present on agent_state (connection_id) where state <> 'gone'",
    "create index agent_state_gone on agent_state (connection_id, last_seen_ms) where state = 'gone'",
    `create table agent_interval (
      connection_id integer not null, agent_id integer not null, since_ms bigint not null, until_ms bigint, state text not null,
      reason text, primary key (connection_id, agent_id, since_ms)
    ) clustered`,
    'create index agent_interval_until on agent_interval (connection_id, until_ms)',
    `create table load_hour (
      connection_id integer not null, hour_ms bigint not null, requests bigint not null, bytes bigint not null,
      controller_ms bigint not null, record_loads bigint not null, primary key (connection_id, hour_ms)
    ) clustered`,
  ],
};
