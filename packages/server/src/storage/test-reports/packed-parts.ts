import type { Database } from '../open-store.ts';

const buildsPerStatement = 50;

/** The packed cases of large reports by key of the build. */
export async function packedParts(
  db: Database,
  buildIds: readonly number[],
): Promise<ReadonlyMap<number, readonly Uint8Array[]>> {
  const parts = new Map<number, Uint8Array[]>();
  for (let at = 0; at < buildIds.length; at += buildsPerStatement) {
    const rows = await db
      .selectFrom('test_part')
      .select(['build_id', 'results'])
      .where('build_id', 'in', buildIds.slice(at, at + buildsPerStatement))
      .execute();
    for (const { build_id, results } of rows) {
      const known = parts.get(build_id);
      if (known === undefined) parts.set(build_id, [results]);
      else known.push(results);
    }
  }
  return parts;
}
