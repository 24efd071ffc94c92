import { setImmediate as otherTurn } from 'node:timers/promises';
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

const partsPerStatement = 256;

/**
 * The packed cases of one large report, some thousand at a time, all of one test together; others have their turn in
 * between.
 */
export async function* packedInSlices(db: Database, buildId: number): AsyncGenerator<readonly Uint8Array[]> {
  let after = { bucket: -1, part: -1 };
  // The last bucket that was read may go on in the next rows.
  let open: { readonly bucket: number; readonly part: number; readonly results: Uint8Array }[] = [];
  for (;;) {
    const { bucket, part } = after;
    const rows = await db
      .selectFrom('test_part')
      .select(['bucket', 'part', 'results'])
      .where('build_id', '=', buildId)
      .where((e) => e.or([e('bucket', '>', bucket), e.and([e('bucket', '=', bucket), e('part', '>', part)])]))
      .orderBy('bucket')
      .orderBy('part')
      .limit(partsPerStatement)
      .execute();
    const all = [...open, ...rows];
    const last = rows.at(-1);
    const isEnd = last === undefined || rows.length < partsPerStatement;
    const whole = isEnd ? all : all.filter((row) => row.bucket !== last.bucket);
    if (whole.length > 0) yield whole.map(({ results }) => results);
    if (isEnd) return;
    open = all.filter((row) => row.bucket === last.bucket);
    after = last;
    await otherTurn();
  }
}
