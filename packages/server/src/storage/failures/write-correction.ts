import { sql } from 'kysely';
import { advanceCounter } from '../advance-counter.ts';
import { markChanged } from '../changed-hours.ts';
import type { DatabaseTransaction } from '../open-store.ts';

export interface Correction {
  readonly buildId: number;
  readonly connectionId: number;
  readonly startedAtMs: number;
  /** Null = the rules decide again. */
  readonly category: number | null;
  readonly actor: string;
  readonly atMs: number;
}

/** Sets the category of a red build by hand, or hands it back to the rules. */
export async function writeCorrection(tx: DatabaseTransaction, correction: Correction): Promise<void> {
  const { actor, atMs, buildId, category, connectionId, startedAtMs } = correction;
  let shown = category;
  if (category === null) {
    await tx.deleteFrom('failure_correction').where('build_id', '=', buildId).execute();
    const found = await tx
      .selectFrom('build_failure')
      .select('category')
      .where('build_id', '=', buildId)
      .executeTakeFirst();
    shown = found?.category ?? null;
    await tx
      .insertInto('failure_work')
      .values({ build_id: buildId, connection_id: connectionId, marks: 1 })
      .onConflict((conflict) => conflict.column('build_id').doUpdateSet({ marks: sql`failure_work.marks + 1` }))
      .execute();
  } else {
    const columns = { category, actor, at_ms: atMs };
    await tx
      .insertInto('failure_correction')
      .values({ build_id: buildId, connection_id: connectionId, ...columns })
      .onConflict((conflict) => conflict.column('build_id').doUpdateSet(columns))
      .execute();
  }
  await tx.updateTable('build').set({ failure_category: shown }).where('id', '=', buildId).execute();
  await advanceCounter(tx, 'data_version', 1);
  await markChanged(tx, [startedAtMs]);
}
