export interface TestTagTable {
  test_id: number;
  tag: string;
  connection_id: number;
}

/** A report whose outcomes `test_outcomes` does not hold yet, or no longer rightly. */
export interface UncountedReportTable {
  build_id: number;
  connection_id: number;
}

/** The newest outcomes of all tests on one branch of a job. */
export interface TestOutcomesTable {
  job_id: number;
  /** 0 = no branch. */
  branch_id: number;
  connection_id: number;
  /** Numbers of the builds that it holds reports of: from, to. */
  oldest_number: number;
  newest_number: number;
  /** The counter `flaky_rules` when its flaky tests were found. */
  rules_version: number;
  /** As `packOutcomes` writes it. */
  outcomes: Uint8Array;
}

/** A test that is flaky on a branch of a job by the rules of the settings. */
export interface FlakyTestTable {
  job_id: number;
  /** 0 = no branch. */
  branch_id: number;
  test_id: number;
  connection_id: number;
  runs: number;
  passed: number;
  flips: number;
  /** Index into `flakyReasons`. */
  reason: number;
  /** `p` and `f`, oldest first. */
  recent: string;
  last_run_ms: number;
  last_flip_build_id: number | null;
  last_flip_ms: number | null;
}

export interface TestTables {
  test_tag: TestTagTable;
  uncounted_report: UncountedReportTable;
  test_outcomes: TestOutcomesTable;
  flaky_test: FlakyTestTable;
}
