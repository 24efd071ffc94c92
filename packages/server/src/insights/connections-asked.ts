import type { Database } from '../storage/open-store.ts';

export interface AskedConnection {
  readonly id: number;
  readonly name: string;
}

/** The connections of these names, or all; such as were deleted are left out unless their history is asked for. */
export async function connectionsAsked(
  db: Database,
  names: readonly string[] | undefined,
  { withDeleted }: { readonly withDeleted: boolean },
): Promise<readonly AskedConnection[]> {
  const rows = await db.selectFrom('connection').select(['id', 'name', 'deleted_at_ms']).orderBy('id').execute();
  const wanted = names === undefined || names.length === 0 ? null : new Set(names.map((name) => name.toLowerCase()));
  return rows
    .filter((row) => withDeleted || row.deleted_at_ms === null)
    .filter((row) => wanted === null || wanted.has(row.name.toLowerCase()))
    .map(({ id, name }) => ({ id, name }));
}
