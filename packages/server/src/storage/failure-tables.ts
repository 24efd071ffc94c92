import type { Generated } from 'kysely';
import type { Flag } from './flag.ts';

/** A red build that is to be classified, or classified again. */
export interface FailureWorkTable {
  build_id: number;
  connection_id: number;
  /** Goes up with every mark: what was marked while it was being classified stays marked. */
  marks: number;
}

export interface BuildFailureTable {
  build_id: number;
  connection_id: number;
  job_id: number;
  /** Index into `failureCategories`, as the rules say. */
  category: number;
  /** Name of a built-in rule, or the number of one's own. */
  rule: string;
  fingerprint_id: number | null;
  /** 0 = its log, tests or stages are still to come. */
  is_final: Flag;
  rules_version: number;
  started_at_ms: number;
  duration_ms: number | null;
  /** JSON, as `packEvidence` writes it. */
  evidence: string;
}

/** A category that a person has set. */
export interface FailureCorrectionTable {
  build_id: number;
  connection_id: number;
  category: number;
  actor: string;
  at_ms: number;
}

export interface FailureFingerprintTable {
  id: Generated<number>;
  digest: string;
  title: string;
  /** JSON: the failing lines without times, paths and numbers. */
  lines: string;
}

export interface FailureRuleTable {
  id: Generated<number>;
  name: string;
  category: number;
  pattern: string;
  is_case_ignored: Flag;
  is_enabled: Flag;
  /** From 1, without gaps. */
  position: number;
  created_at_ms: number;
  updated_at_ms: number;
}

export interface FailureTables {
  failure_work: FailureWorkTable;
  build_failure: BuildFailureTable;
  failure_correction: FailureCorrectionTable;
  failure_fingerprint: FailureFingerprintTable;
  failure_rule: FailureRuleTable;
}
