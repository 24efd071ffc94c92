import { sql } from 'kysely';
import { buildResults } from '../../core/build.ts';
import { isRed } from '../../core/deep-data.ts';
import type { StepContext } from '../step-context.ts';

export type Marking = Pick<StepContext, 'tx' | 'statements' | 'connectionId'>;

/** True for the stored number of FAILURE and UNSTABLE. */
export function isRedNumber(result: number | null): boolean {
  return result !== null && isRed(buildResults[result] ?? null);
}

/** Notes builds that are to be classified, or classified again: in the transaction that stores what may change their category. */
export async function markFailures(
  { tx, statements, connectionId }: Marking,
  buildIds: Iterable<number>,
): Promise<void> {
  const rows = [...new Set(buildIds)].map((id) => ({ build_id: id, connection_id: connectionId, marks: 1 }));
  await statements.insert(tx, 'failure_work', rows, (some) =>
    tx
      .insertInto('failure_work')
      .values(some)
      .onConflict((conflict) => conflict.column('build_id').doUpdateSet({ marks: sql`failure_work.marks + 1` })),
  );
}

interface Standing {
  readonly is_building: number;
  readonly result: number | null;
  readonly tests_total: number | null;
  readonly tests_failed: number | null;
}

/** True when a build's record makes it red, or is another one than before that made it so. */
export function isFailureNews(
  row: { readonly [K in keyof Standing]?: Standing[K] | undefined },
  before: Standing | undefined,
): boolean {
  const result = row.result ?? null;
  if (row.is_building === 1 || !(isRedNumber(result) || isRedNumber(before?.result ?? null))) return false;
  if (before === undefined || before.is_building === 1) return true;
  return (
    before.result !== result ||
    before.tests_total !== (row.tests_total ?? null) ||
    before.tests_failed !== (row.tests_failed ?? null)
  );
}
