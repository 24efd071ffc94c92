import { newestStartMs } from '../core/fingerprint.ts';
import { fullNameOf } from '../core/job.ts';
import type { KnownJob } from '../storage/collection.ts';
import type { JobStage } from './job-stage.ts';

/** A job in the collector's memory: what is stored of it, and what it may forget. */
export interface JobEntry {
  /** As stored; replaced whole. */
  job: KnownJob;
  /** Its full name. */
  name: string;
  readonly isIncluded: boolean;
  stage: JobStage;
  expected: number;
  /** The expected count in the store; null = written by an earlier run, perhaps with other limits and filters. */
  storedExpected: number | null;
  /** Numbers still to be fetched. */
  left: number;
  /** Start of the newest build seen; 0 = unknown. */
  newestStartMs: number;
  /** Start and number of the oldest build seen in this run. */
  oldest: { readonly number: number; readonly startedAtMs: number } | null;
  /** A request for it is under way. */
  isClaimed: boolean;
  failures: number;
  parkedUntilMs: number;
  hasTriedFacts: boolean;
  /** The controller left it out of a list it should be in: it is asked for alone. */
  isAlone: boolean;
  /** Its builds do not name their predecessors, whatever its kind says. */
  isUnchainable: boolean;
  /** Builds up to this number turned out to be deleted when history was walked from them. */
  goneAnchor: number;
  missedPolls: number;
  /** When it was first seen in this run; 0 = it is from an earlier one. */
  bornAtMs: number;
  /** A matrix job whose configurations have to be asked. */
  areConfigurationsDue: boolean;
  auditDueAtMs: number;
  factsDueAtMs: number;
}

const settledAgeMs = 600_000;

/**
 * Whether a job may be taken for another one of the same name. Not one that itself took the place of another only minutes
 * ago: a controller that tells something else at every look must not fill the store with jobs.
 */
export function mayBeReplaced({ job, bornAtMs }: JobEntry, nowMs: number): boolean {
  return job.incarnation === 1 || nowMs - bornAtMs >= settledAgeMs;
}

/** After so many failures in a row a job no longer keeps its connection from being idle. */
export const failuresToGiveUp = 5;

export function createEntry(job: KnownJob, isIncluded: boolean, bornAtMs: number): JobEntry {
  return {
    job,
    name: fullNameOf(job.path),
    isIncluded,
    stage: 'settled',
    expected: 0,
    storedExpected: null,
    left: 0,
    newestStartMs: newestStartMs(job.fingerprint),
    oldest: null,
    isClaimed: false,
    failures: 0,
    parkedUntilMs: 0,
    hasTriedFacts: false,
    isAlone: false,
    isUnchainable: false,
    goneAnchor: 0,
    missedPolls: 0,
    bornAtMs,
    areConfigurationsDue: false,
    auditDueAtMs: Number.POSITIVE_INFINITY,
    factsDueAtMs: Number.POSITIVE_INFINITY,
  };
}
