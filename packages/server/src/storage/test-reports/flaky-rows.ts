import { buildKey } from '../../core/entity-id.ts';
import { type FlakyRules, flakyReasons, judge, type Steadiness } from '../../core/flaky.ts';
import { testKey } from '../../core/test-key.ts';
import type { OutcomesOfTest, TestOutcomes } from '../../core/test-outcomes.ts';
import type { DatabaseTransaction } from '../open-store.ts';
import type { StepContext } from '../step-context.ts';
import type { FlakyTestTable } from '../test-tables.ts';
import type { BranchOfJob } from './outcomes-of-branch.ts';

export interface FlakyQuestion extends BranchOfJob {
  readonly connectionId: number;
  readonly projectId: number;
  readonly outcomes: TestOutcomes;
  readonly rules: FlakyRules;
}

type Row = Omit<FlakyTestTable, 'last_run_ms' | 'last_flip_ms'> & { readonly last_build_id: number };

function rowsOf({ branchId, connectionId, jobId, outcomes, projectId, rules }: FlakyQuestion): Row[] {
  const rows: Row[] = [];
  // Of half a million tests most ended alike, and share what is known of them.
  const judged = new Map<OutcomesOfTest, Steadiness>();
  for (const [test, known] of outcomes.tests()) {
    const { flipNumber, newestNumber, outcomes: all } = known;
    const steadiness = judged.get(known) ?? judge(all, rules);
    judged.set(known, steadiness);
    const { flips, passed, reason, runs } = steadiness;
    if (reason === null) continue;
    rows.push({
      job_id: jobId,
      branch_id: branchId,
      test_id: testKey(projectId, test),
      connection_id: connectionId,
      runs,
      passed,
      flips,
      reason: flakyReasons.indexOf(reason),
      recent: all
        .slice(-rules.runs)
        .map((hasPassed) => (hasPassed ? 'p' : 'f'))
        .join(''),
      last_flip_build_id: flipNumber === 0 ? null : buildKey(jobId, flipNumber),
      last_build_id: buildKey(jobId, newestNumber),
    });
  }
  return rows;
}

const idsPerStatement = 500;

async function startsOf(tx: DatabaseTransaction, ids: Iterable<number>): Promise<ReadonlyMap<number, number>> {
  const wanted = [...new Set(ids)];
  const starts = new Map<number, number>();
  for (let at = 0; at < wanted.length; at += idsPerStatement) {
    const some = wanted.slice(at, at + idsPerStatement);
    for (const row of await tx.selectFrom('build').select(['id', 'started_at_ms']).where('id', 'in', some).execute()) {
      starts.set(row.id, row.started_at_ms);
    }
  }
  return starts;
}

/** Replaces what is said of flaky tests on a branch. */
export async function writeFlakyTests(
  { statements, tx }: Pick<StepContext, 'statements' | 'tx'>,
  question: FlakyQuestion,
): Promise<void> {
  const { branchId, jobId } = question;
  const drop = () => tx.deleteFrom('flaky_test').where('job_id', '=', jobId).where('branch_id', '=', branchId);
  await statements.run(tx, 'drop flaky tests', drop, [jobId, branchId]);
  const rows = rowsOf(question);
  if (rows.length === 0) return;
  const starts = await startsOf(
    tx,
    rows.flatMap((row) => [row.last_build_id, row.last_flip_build_id ?? row.last_build_id]),
  );
  const full = rows.map(({ last_build_id, ...row }) => ({
    ...row,
    last_run_ms: starts.get(last_build_id) ?? 0,
    last_flip_ms: row.last_flip_build_id === null ? null : (starts.get(row.last_flip_build_id) ?? null),
  }));
  for (let at = 0; at < full.length; at += idsPerStatement) {
    await tx
      .insertInto('flaky_test')
      .values(full.slice(at, at + idsPerStatement))
      .execute();
  }
}
