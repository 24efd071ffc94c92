import { buildResults } from '../../core/build.ts';
import { type DeepKind, deepKinds, deepStateOf } from '../../core/deep-data.ts';
import type { FailureFacts } from '../../core/failure/failure-facts.ts';
import { redStages } from '../../core/failure/red-stages.ts';
import { deepPriorities } from '../deep/deep-work.ts';
import { readLogTail } from '../deep/log-tail.ts';
import { readStages } from '../deep/read-stages.ts';
import type { Database } from '../open-store.ts';
import { readFailedTests } from '../test-reports/read-failed-tests.ts';
import { isRedNumber } from './mark-failures.ts';

export interface BuildToClassify {
  readonly id: number;
  readonly jobId: number;
  readonly connectionId: number;
  readonly startedAtMs: number;
  readonly durationMs: number | null;
  /** Null when it is not red. */
  readonly facts: FailureFacts | null;
  /** Its log, tests or stages will be fetched: more may be known soon. */
  readonly isWaiting: boolean;
}

const mostFailedTests = 20;
const decidingKinds: readonly DeepKind[] = ['stages', 'tests', 'log'];

async function waitingKinds(db: Database, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await db
    .selectFrom('deep_work')
    .select('build_id')
    .where('build_id', 'in', ids)
    .where(
      'kind',
      'in',
      decidingKinds.map((kind) => deepKinds.indexOf(kind)),
    )
    .where('priority', '<', deepPriorities.retried)
    .execute();
  return new Set(rows.map((row) => row.build_id));
}

interface Row {
  readonly id: number;
  readonly result: number | null;
  readonly deep: number;
  readonly tests_total: number | null;
  readonly tests_failed: number | null;
  readonly tests_skipped: number | null;
}

async function factsOf(db: Database, row: Row): Promise<FailureFacts> {
  const has = (kind: DeepKind) => deepStateOf(row.deep, kind) === 'stored';
  const { tests_total: total, tests_failed: failed, tests_skipped: skipped } = row;
  const stored = has('stages') ? await readStages(db, row.id) : null;
  const log = has('log') ? await readLogTail(db, row.id) : null;
  const failedTests = has('tests') ? await readFailedTests(db, row.id, { most: mostFailedTests }) : [];
  return {
    result: buildResults[row.result ?? 2] ?? 'FAILURE',
    stages: redStages(stored?.stages ?? []).map(({ name, errorMessage }) => ({ name, error: errorMessage })),
    tests: total === null ? null : { total, failed: failed ?? 0, skipped: skipped ?? 0 },
    failedTests: failedTests.map(({ className, name, error }) => ({ className, name, error })),
    log: log?.text ?? null,
  };
}

/** What is known of builds and may say why they are red; those that are not there are left out. */
export async function readFailureFacts(db: Database, ids: readonly number[]): Promise<BuildToClassify[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('build')
    .select(['id', 'job_id', 'connection_id', 'result', 'is_building', 'started_at_ms', 'duration_ms', 'deep'])
    .select(['tests_total', 'tests_failed', 'tests_skipped'])
    .where('id', 'in', ids)
    .execute();
  const waiting = await waitingKinds(db, ids);
  const builds: BuildToClassify[] = [];
  for (const row of rows) {
    const isRedNow = row.is_building === 0 && isRedNumber(row.result);
    builds.push({
      id: row.id,
      jobId: row.job_id,
      connectionId: row.connection_id,
      startedAtMs: row.started_at_ms,
      durationMs: row.duration_ms,
      facts: isRedNow ? await factsOf(db, row) : null,
      isWaiting: waiting.has(row.id),
    });
  }
  return builds;
}
