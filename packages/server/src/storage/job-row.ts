import type { Fingerprint } from '../core/fingerprint.ts';
import { folderOf, fullNameOf, type ItemPath, type JobKind } from '../core/job.ts';
import { emptyLedger, type Ledger, type NumberRanges } from '../core/ledger.ts';
import type { JobChange, KnownJob, NewJob } from './collection.ts';
import type { Flag, JobRow } from './tables.ts';

const count = (ranges: NumberRanges) => ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
const flag = (value: boolean): Flag => (value ? 1 : 0);

/** The name columns of a job; segments never hold a raw "/", so the full name is the path. */
export function nameColumns(path: ItemPath): { full_name: string; folder: string; name: string } {
  return { full_name: fullNameOf(path), folder: folderOf(path), name: path.at(-1) ?? '' };
}

export function ledgerColumns(ledger: Ledger): {
  ledger: string;
  collected_count: number;
  open_count: number;
  lost_count: number;
} {
  return {
    ledger: JSON.stringify(ledger),
    collected_count: count(ledger.collected),
    open_count: count(ledger.open),
    lost_count: count(ledger.lost),
  };
}

export function toNewJobRow(connectionId: number, job: NewJob) {
  return {
    connection_id: connectionId,
    ...nameColumns(job.path),
    kind: job.kind,
    incarnation: job.incarnation,
    next_build_number: job.nextBuildNumber,
    is_disabled: flag(job.isDisabled),
    is_backfilled: flag(job.nextBuildNumber <= 1),
    ...ledgerColumns(emptyLedger),
    expected_count: Math.max(0, job.nextBuildNumber - 1),
    is_building: flag(false),
  };
}

/** Only the columns that changed. */
export function toChangedColumns(change: JobChange): Partial<JobRow> {
  return {
    ...(change.path === undefined ? {} : nameColumns(change.path)),
    ...(change.incarnation === undefined ? {} : { incarnation: change.incarnation }),
    ...(change.kind === undefined ? {} : { kind: change.kind }),
    ...(change.nextBuildNumber === undefined ? {} : { next_build_number: change.nextBuildNumber }),
    ...(change.firstBuildNumber === undefined ? {} : { first_build_number: change.firstBuildNumber }),
    ...(change.isDisabled === undefined ? {} : { is_disabled: flag(change.isDisabled) }),
    ...(change.missingSinceMs === undefined ? {} : { missing_since_ms: change.missingSinceMs }),
    ...(change.goneAtMs === undefined ? {} : { gone_at_ms: change.goneAtMs }),
    ...(change.isBackfilled === undefined ? {} : { is_backfilled: flag(change.isBackfilled) }),
    ...(change.displayName === undefined ? {} : { display_name: change.displayName }),
    ...(change.pullRequest === undefined
      ? {}
      : { pull_request: change.pullRequest === null ? null : JSON.stringify(change.pullRequest) }),
    ...(change.ledger === undefined ? {} : ledgerColumns(change.ledger)),
    ...(change.expectedCount === undefined ? {} : { expected_count: change.expectedCount }),
  };
}

export function toKnownJob(row: JobRow, fingerprint: Fingerprint): KnownJob {
  return {
    id: row.id,
    path: row.full_name.split('/'),
    kind: row.kind as JobKind,
    incarnation: row.incarnation,
    nextBuildNumber: row.next_build_number,
    firstBuildNumber: row.first_build_number,
    isDisabled: row.is_disabled === 1,
    missingSinceMs: row.missing_since_ms,
    goneAtMs: row.gone_at_ms,
    isBackfilled: row.is_backfilled === 1,
    displayName: row.display_name,
    pullRequest: row.pull_request === null ? null : (JSON.parse(row.pull_request) as KnownJob['pullRequest']),
    ledger: JSON.parse(row.ledger) as Ledger,
    fingerprint,
  };
}
