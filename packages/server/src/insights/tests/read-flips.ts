import { findTestEnds, type TestEnd } from '../../core/pack-test-cases.ts';
import { numberOfTest } from '../../core/test-key.ts';
import type { Window } from '../../core/window.ts';
import { buildsOfJob } from '../../storage/job-summary.ts';
import type { Database } from '../../storage/open-store.ts';
import { bucketOfTest } from '../../storage/test-reports/bucket.ts';
import { packedParts } from '../../storage/test-reports/packed-parts.ts';
import type { FlakyRow } from './flaky-rows.ts';

/** A run that ended unlike the one before it on the same branch of the same job. */
export interface TestFlip {
  readonly row: FlakyRow;
  readonly buildId: number;
  readonly atMs: number;
  readonly hasPassed: boolean;
}

/** Reports before a window in which the run before its first one is looked for. */
const leadIn = 60;

interface ReportRow {
  readonly build_id: number;
  readonly started_at_ms: number;
  readonly results: Uint8Array | null;
  readonly branch_id: number | null;
}

/** Reports of a job in a window and some before, oldest first. */
async function reportsOf(db: Database, jobId: number, { sinceMs, untilMs }: Window): Promise<ReportRow[]> {
  const first = await db
    .selectFrom('build')
    .select('id')
    .where('job_id', '=', jobId)
    .where('started_at_ms', '>=', sinceMs)
    .where('started_at_ms', '<', untilMs)
    .orderBy('started_at_ms')
    .limit(1)
    .executeTakeFirst();
  if (first === undefined) return [];
  const [from, to] = buildsOfJob(jobId);
  const reports = db
    .selectFrom('test_report')
    .innerJoin('build', 'build.id', 'test_report.build_id')
    .select(['test_report.build_id', 'test_report.started_at_ms', 'test_report.results', 'build.branch_id'])
    .where('test_report.is_complete', '=', 1);
  const before = await reports
    .where('test_report.build_id', '>=', from)
    .where('test_report.build_id', '<', first.id)
    .orderBy('test_report.build_id', 'desc')
    .limit(leadIn)
    .execute();
  const within = await reports
    .where('test_report.build_id', '>=', first.id)
    .where('test_report.build_id', '<=', to)
    .where('test_report.started_at_ms', '<', untilMs)
    .orderBy('test_report.build_id')
    .execute();
  return [...before.reverse(), ...within];
}

/** `null` = skipped, or not there. */
function outcomeOf(ends: readonly TestEnd[]): boolean | null {
  if (ends.some(({ status }) => status === 'failed')) return false;
  return ends.some(({ status }) => status === 'passed') ? true : null;
}

async function flipsOfJob(
  db: Database,
  jobId: number,
  { rows, window }: { readonly rows: readonly FlakyRow[]; readonly window: Window },
): Promise<TestFlip[]> {
  const reports = await reportsOf(db, jobId, window);
  const large = reports.filter(({ results }) => results === null).map(({ build_id }) => build_id);
  const buckets = [...new Set(rows.map(({ testId }) => bucketOfTest(numberOfTest(testId))))];
  const parts = large.length === 0 ? new Map<number, Uint8Array[]>() : await packedParts(db, large, buckets);
  const byBranch = Map.groupBy(rows, ({ branchId }) => branchId);
  const last = new Map<FlakyRow, boolean>();
  const flips: TestFlip[] = [];
  for (const { branch_id, build_id: buildId, results, started_at_ms: atMs } of reports) {
    const packed = results === null ? (parts.get(buildId) ?? []) : [results];
    for (const row of byBranch.get(branch_id ?? 0) ?? []) {
      const hasPassed = outcomeOf(packed.flatMap((bytes) => findTestEnds(bytes, numberOfTest(row.testId))));
      if (hasPassed === null) continue;
      const before = last.get(row);
      last.set(row, hasPassed);
      if (before === undefined || before === hasPassed || atMs < window.sinceMs || atMs >= window.untilMs) continue;
      flips.push({ row, buildId, atMs, hasPassed });
    }
  }
  return flips;
}

/** The flips of flaky tests within a window, newest first. */
export async function readFlips(db: Database, rows: readonly FlakyRow[], window: Window): Promise<TestFlip[]> {
  const flips: TestFlip[] = [];
  for (const [jobId, own] of Map.groupBy(rows, (row) => row.jobId)) {
    flips.push(...(await flipsOfJob(db, jobId, { rows: own, window })));
  }
  return flips.sort((a, b) => b.atMs - a.atMs || b.buildId - a.buildId || a.row.testId - b.row.testId);
}
