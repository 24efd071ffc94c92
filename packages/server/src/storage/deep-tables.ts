import type { Generated } from 'kysely';
import type { Flag } from './flag.ts';

/** What is still to be fetched for a finished build. */
export interface DeepWorkTable {
  build_id: number;
  /** Index into `deepKinds`. */
  kind: number;
  connection_id: number;
  /** Smaller goes first; see `deepPriorities`. */
  priority: number;
  started_at_ms: number;
  /** Null = parked until a person asks. */
  due_at_ms: number | null;
  attempts: number;
  reason: string | null;
  report_name: string | null;
}

export interface ConnectionNameTable {
  id: Generated<number>;
  connection_id: number;
  name: string;
}

export interface BuildStagesTable {
  build_id: number;
  connection_id: number;
  source: string | null;
  is_complete: Flag;
  stages: Uint8Array;
}

export interface BuildChangesTable {
  build_id: number;
  connection_id: number;
  has_more: Flag;
  changes: Uint8Array;
}

export interface LogTailTable {
  build_id: number;
  connection_id: number;
  first_byte: number;
  byte_count: number;
  is_truncated: Flag;
  /** gzip of UTF-8. */
  text: Uint8Array;
}

/** Whose tests share their identity: one job, or all branch jobs of a multibranch project. */
export interface TestProjectTable {
  id: Generated<number>;
  connection_id: number;
  /** Null for a multibranch project. */
  job_id: number | null;
  next_test: number;
  next_suite: number;
}

export interface TestProjectJobTable {
  job_id: number;
  connection_id: number;
  project_id: number;
  is_shared: Flag;
}

export interface TestCaseTable {
  project_id: number;
  test: number;
  connection_id: number;
  digest: string;
  class_name: string | null;
  name: string;
}

export interface TestSuiteTable {
  project_id: number;
  suite: number;
  connection_id: number;
  digest: string;
  name: string | null;
  stage_names: string;
}

export interface TestReportTable {
  build_id: number;
  connection_id: number;
  project_id: number;
  /** Several jobs share the project. */
  is_shared: Flag;
  started_at_ms: number;
  cases: number;
  passed: number;
  failed: number;
  skipped: number;
  /** Sum of its cases. */
  duration_ms: number;
  /** Parts recorded so far. */
  parts: number;
  is_complete: Flag;
  failures_kept: number;
  text_kept: number;
  /** All cases of a small report; null where they lie in `test_part`. */
  results: Uint8Array | null;
}

export interface TestPartTable {
  build_id: number;
  /** number of the test ÷ `testsPerBucket`. */
  bucket: number;
  part: number;
  connection_id: number;
  results: Uint8Array;
}

export interface TestFailureTable {
  build_id: number;
  position: number;
  connection_id: number;
  test_id: number;
  started_at_ms: number;
  suite: number;
  duration_ms: number | null;
  age: number | null;
  failed_since: number | null;
  is_cut: Flag;
  detail: Uint8Array | null;
}

export interface LiveSnapshotTable {
  connection_id: number;
  queue_at_ms: number | null;
  agents_at_ms: number | null;
}

export interface QueueItemTable {
  connection_id: number;
  queue_id: number;
  entered_at_ms: number;
  left_at_ms: number | null;
  job_id: number | null;
  build_number: number | null;
  task_name: string | null;
  label: string | null;
  state: string;
  is_stuck: Flag;
  why: string | null;
  /** JSON `[[sinceMs, reasonId], …]`, oldest first. */
  reasons: string;
}

export interface AgentStateTable {
  connection_id: number;
  agent_id: number;
  description: string | null;
  /** JSON. */
  labels: string;
  executors: number;
  busy_executors: number;
  state: string;
  since_ms: number;
  offline_reason: string | null;
  offline_since_ms: number | null;
  first_seen_ms: number;
  last_seen_ms: number;
}

export interface AgentIntervalTable {
  connection_id: number;
  agent_id: number;
  since_ms: number;
  until_ms: number | null;
  state: string;
  reason: string | null;
}

export interface LoadHourTable {
  connection_id: number;
  hour_ms: number;
  requests: number;
  bytes: number;
  controller_ms: number;
  record_loads: number;
}

export interface DeepTables {
  deep_start: { connection_id: number; at_ms: number };
  deep_work: DeepWorkTable;
  stage_name: ConnectionNameTable;
  build_stages: BuildStagesTable;
  build_changes: BuildChangesTable;
  log_tail: LogTailTable;
  test_project: TestProjectTable;
  test_project_job: TestProjectJobTable;
  test_case: TestCaseTable;
  test_suite: TestSuiteTable;
  test_report: TestReportTable;
  test_part: TestPartTable;
  test_failure: TestFailureTable;
  live_snapshot: LiveSnapshotTable;
  queue_reason: ConnectionNameTable;
  queue_item: QueueItemTable;
  agent_state: AgentStateTable;
  agent_interval: AgentIntervalTable;
  load_hour: LoadHourTable;
}
