import { sql } from 'kysely';
import type { DatabaseTransaction } from '../open-store.ts';
import { type FailureRuleRow, readFailureRules } from './failure-rules.ts';

export type FailureRuleColumns = Omit<FailureRuleRow, 'id' | 'position' | 'created_at_ms'>;

/** Gives rules their places: 1, 2, 3 … */
async function arrange(tx: DatabaseTransaction, ids: readonly number[]): Promise<void> {
  for (const [at, id] of ids.entries()) {
    await tx
      .updateTable('failure_rule')
      .set({ position: at + 1 })
      .where('id', '=', id)
      .where('position', '<>', at + 1)
      .execute();
  }
}

async function move(tx: DatabaseTransaction, id: number, position: number | undefined): Promise<void> {
  const others = (await readFailureRules(tx)).map((row) => row.id).filter((other) => other !== id);
  others.splice(position === undefined ? others.length : position - 1, 0, id);
  await arrange(tx, others);
}

/** Writers of rules come one after the other. */
async function lock(tx: DatabaseTransaction): Promise<void> {
  await tx.updateTable('counter').set({ value: sql`value` }).where('name', '=', 'failure_rules').execute();
}

export async function findFailureRule(tx: DatabaseTransaction, id: number): Promise<FailureRuleRow | undefined> {
  return tx.selectFrom('failure_rule').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Adds a rule at a place among the others; at their end without one. */
export async function insertFailureRule(
  tx: DatabaseTransaction,
  columns: FailureRuleColumns,
  position: number | undefined,
): Promise<FailureRuleRow> {
  await lock(tx);
  const { id } = await tx
    .insertInto('failure_rule')
    .values({ ...columns, position: 1_000_000, created_at_ms: columns.updated_at_ms })
    .returning('id')
    .executeTakeFirstOrThrow();
  await move(tx, id, position);
  return (await findFailureRule(tx, id)) as FailureRuleRow;
}

export async function updateFailureRuleRow(
  tx: DatabaseTransaction,
  id: number,
  { columns, position }: { readonly columns: FailureRuleColumns; readonly position: number | undefined },
): Promise<FailureRuleRow> {
  await lock(tx);
  await tx.updateTable('failure_rule').set(columns).where('id', '=', id).execute();
  if (position !== undefined) await move(tx, id, position);
  return (await findFailureRule(tx, id)) as FailureRuleRow;
}

export async function deleteFailureRuleRow(tx: DatabaseTransaction, id: number): Promise<void> {
  await lock(tx);
  await tx.deleteFrom('failure_rule').where('id', '=', id).execute();
  await arrange(
    tx,
    (await readFailureRules(tx)).map((row) => row.id),
  );
}
