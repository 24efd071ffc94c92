import { buildResults } from '../../core/build.ts';
import { type DeepKind, deepStateOf, wantedDeepKinds, withDeepState } from '../../core/deep-data.ts';
import type { JobKind } from '../../core/job.ts';
import type { DatabaseTransaction } from '../open-store.ts';
import { StatementCache } from '../statement-cache.ts';
import { deepPriorities, kindNumber, noteWork } from './deep-work.ts';

/**
 * Puts what is missing of a finished build at the head of the work list, because a person looks at it: what was never
 * fetched, waits its turn or was given up. Returns the kinds that will come; none for a build that runs, is unknown, or
 * is no longer in Jenkins.
 */
export async function requestDeep(tx: DatabaseTransaction, buildId: number): Promise<readonly DeepKind[]> {
  const row = await tx
    .selectFrom('build')
    .innerJoin('job', 'job.id', 'build.job_id')
    .select([
      'build.connection_id',
      'build.result',
      'build.started_at_ms',
      'build.tests_total',
      'build.deep',
      'job.kind',
    ])
    .where('build.id', '=', buildId)
    .where('build.is_building', '=', 0)
    .where('build.is_in_jenkins', '=', 1)
    .executeTakeFirst();
  if (row === undefined) return [];
  const facts = {
    jobKind: row.kind as JobKind,
    result: row.result === null ? null : (buildResults[row.result] ?? null),
    testsTotal: row.tests_total,
  };
  const kinds = wantedDeepKinds(facts).filter((kind) => ['untouched', 'noted'].includes(deepStateOf(row.deep, kind)));
  if (kinds.length === 0) return [];
  const context = { tx, statements: new StatementCache(), connectionId: row.connection_id };
  const work = { buildId, startedAtMs: row.started_at_ms, priority: deepPriorities.asked, reportName: null };
  await noteWork(
    context,
    kinds.map((kind) => ({ ...work, kind })),
  );
  await tx
    .updateTable('deep_work')
    .set({ priority: deepPriorities.asked, due_at_ms: 0, attempts: 0 })
    .where('build_id', '=', buildId)
    .where('kind', 'in', kinds.map(kindNumber))
    .execute();
  const deep = kinds.reduce((packed, kind) => withDeepState(packed, kind, 'noted'), row.deep);
  await tx.updateTable('build').set({ deep }).where('id', '=', buildId).execute();
  return kinds;
}
