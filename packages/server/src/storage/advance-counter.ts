import type { DatabaseTransaction } from './database.ts';

/** Adds to a counter and returns its value before. */
export async function advanceCounter(tx: DatabaseTransaction, name: string, by: number): Promise<number> {
  const { value } = await tx
    .updateTable('counter')
    .set((e) => ({ value: e('value', '+', by) }))
    .where('name', '=', name)
    .returning('value')
    .executeTakeFirstOrThrow();
  return value - by;
}
