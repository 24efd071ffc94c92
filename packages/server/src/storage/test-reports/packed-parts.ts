import type { Database } from '../open-store.ts';

const buildsPerStatement = 50;

/** The packed cases of large reports by key of the build; only those of some buckets, when these are given. */
export async function packedParts(
  db: Database,
  buildIds: readonly number[],
  buckets?: readonly number[],
): Promise<ReadonlyMap<number, readonly Uint8Array[]>> {
  const parts = new Map<number, Uint8Array[]>();
  for (let at = 0; at < buildIds.length; at += buildsPerStatement) {
    const some = buildIds.slice(at, at + buildsPerStatement);
    const ofBuilds = db.selectFrom('test_part').select(['build_id', 'results']).where('build_id', 'in', some);
    const rows = await (buckets === undefined ? ofBuilds : ofBuilds.where('bucket', 'in', buckets)).execute();
    for (const { build_id, results } of rows) {
      const known = parts.get(build_id);
      if (known === undefined) parts.set(build_id, [results]);
      else known.push(results);
    }
  }
  return parts;
}
