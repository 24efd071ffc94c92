import type { ColumnType, Generated, Insertable, Selectable } from 'kysely';
import type { AccountTables } from './account-tables.ts';
import type { DeepTables } from './deep-tables.ts';
import type { FailureTables } from './failure-tables.ts';
import type { Flag } from './flag.ts';
import type { SharingTables } from './sharing-tables.ts';
import type { TestTables } from './test-tables.ts';

export type { Flag } from './flag.ts';

export interface ConnectionTable {
  id: Generated<number>;
  name: string;
  base_url: string;
  username: string;
  token_sealed: string | null;
  tls_mode: string;
  ca_certificate: string | null;
  sync_interval_ms: number | null;
  history_days: number;
  history_builds: number;
  include_jobs: string;
  exclude_jobs: string;
  pace: string;
  is_paused: Flag;
  created_at_ms: number;
  updated_at_ms: number;
  /** Set when the connection was removed and its history kept. */
  deleted_at_ms: number | null;
}

/** The secret with which Jenkins announces builds. */
export interface ConnectionHookTable {
  connection_id: number;
  /** SHA-256, hexadecimal. */
  secret_hash: string;
  created_at_ms: number;
}

export interface ConnectionStateTable {
  connection_id: number;
  phase: string;
  progress_done: number;
  progress_total: number;
  eta_seconds: number | null;
  is_idle: Flag;
  last_success_at_ms: number | null;
  last_problem: string | null;
  consecutive_failures: number;
  next_attempt_at_ms: number | null;
  jenkins_version: string | null;
  session: string | null;
  requests_per_minute: number;
  dropped_items: number;
  agents_online: number;
  agents_total: number;
  queue_length: number;
  stage_source: string | null;
}

export interface JobTable {
  id: Generated<number>;
  connection_id: number;
  full_name: string;
  folder: string;
  name: string;
  kind: string;
  incarnation: number;
  next_build_number: number;
  first_build_number: number | null;
  is_disabled: Flag;
  missing_since_ms: number | null;
  gone_at_ms: number | null;
  is_backfilled: Flag;
  display_name: string | null;
  pull_request: string | null;
  ledger: string;
  collected_count: number;
  open_count: number;
  lost_count: number;
  expected_count: number;
  last_number: number | null;
  last_result: number | null;
  last_started_at_ms: number | null;
  is_building: Flag;
  red_since_ms: number | null;
  red_since_number: number | null;
}

export interface BuildTable {
  /** jobId × 2^27 + number. */
  id: number;
  /** Insertion order: given once, kept when the row is overwritten. */
  seq: number;
  job_id: number;
  connection_id: number;
  number: number;
  /** Index into `buildResults`; null while running. */
  result: number | null;
  is_building: Flag;
  is_matrix: Flag;
  started_at_ms: number;
  duration_ms: number | null;
  estimated_ms: number | null;
  queue_ms: number | null;
  queue_id: number | null;
  branch_id: number | null;
  agent_id: number | null;
  commit_sha: string | null;
  display_name: string | null;
  cause_kind: string | null;
  cause_text: string | null;
  tests_total: number | null;
  tests_failed: number | null;
  tests_skipped: number | null;
  is_in_jenkins: Flag;
  detail: string;
  /** States of stages, tests, log and changes, as `deepStateOf` reads them. */
  deep: Generated<number>;
  /** Index into `failureCategories`; null = green, running, or not classified yet. A correction by a person counts first. */
  failure_category: Generated<number | null>;
}

export interface NameTable {
  id: Generated<number>;
  name: string;
}

/** The figures of one connection in one hour (or UTC day), a pure function of its finished builds. */
export interface RollupTable {
  connection_id: number;
  slot_ms: number;
  success: number;
  unstable: number;
  failure: number;
  aborted: number;
  not_built: number;
  duration_count: number;
  duration_sum: number;
  duration_max: number;
  duration_sketch: Uint8Array;
  queue_count: number;
  queue_sum: number;
  queue_sketch: Uint8Array;
  tests_total: number;
  tests_failed: number;
  tests_skipped: number;
  red_ms: number;
}

/** An hour whose roll-ups are behind. */
export interface DirtyHourTable {
  connection_id: number;
  hour_ms: number;
  /** 1 = builds in it have changed that were counted: it is counted anew. 0 = only `uncounted_build` has to be added. */
  is_changed: Flag;
}

/** A finished build that no roll-up holds yet. Its hour is dirty. */
export interface UncountedBuildTable {
  hour_ms: number;
  connection_id: number;
  build_id: number;
}

/** When anything of an hour's finished builds has changed last. */
export interface ChangedHourTable {
  hour_ms: number;
  /** Value of the counter `changed_hours` then. */
  version: number;
}

export interface SettingTable {
  key: string;
  value: string;
}

export interface Tables extends AccountTables, DeepTables, FailureTables, SharingTables, TestTables {
  connection: ConnectionTable;
  connection_state: ConnectionStateTable;
  connection_hook: ConnectionHookTable;
  job: JobTable;
  build: BuildTable;
  branch: NameTable;
  agent: NameTable;
  rollup_hour: RollupTable;
  rollup_day: RollupTable;
  dirty_hour: DirtyHourTable;
  uncounted_build: UncountedBuildTable;
  changed_hour: ChangedHourTable;
  setting: SettingTable;
  counter: { name: string; value: ColumnType<number> };
}

export type BuildRow = Selectable<BuildTable>;
export type JobRow = Selectable<JobTable>;
export type NewBuildRow = Insertable<BuildTable>;
export type RollupRow = Selectable<RollupTable>;
export type ConnectionRow = Selectable<ConnectionTable>;
export type ConnectionStateRow = Selectable<ConnectionStateTable>;
