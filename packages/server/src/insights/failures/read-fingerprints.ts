import { type Expression, type SqlBool, sql } from 'kysely';
import type { Window } from '../../core/window.ts';
import { escapeLike, foldAscii } from '../../storage/like-pattern.ts';
import type { Database } from '../../storage/open-store.ts';
import { type BuildFilter, buildConditions, connectionIdsOf } from '../build-filter.ts';

export interface FingerprintCount {
  readonly id: number;
  readonly count: number;
  readonly jobs: number;
  readonly durationMs: number;
  /** Within the window. */
  readonly lastMs: number;
  /** Ever. */
  readonly firstEverMs: number;
}

/** Red builds of a window that have a fingerprint. */
export async function fingerprintedBuilds(db: Database, filter: BuildFilter, window: Window) {
  const connectionIds = await connectionIdsOf(db, filter.instance);
  return (
    db
      .selectFrom('build_failure')
      .innerJoin('build', 'build.id', 'build_failure.build_id')
      .where('build_failure.fingerprint_id', 'is not', null)
      // Said of this table too, so that its own index is read and not that of all builds.
      .where('build_failure.started_at_ms', '>=', window.sinceMs)
      .where('build_failure.started_at_ms', '<', window.untilMs)
      .where((e) => e.and(buildConditions(e as never, filter, connectionIds, {}) as Expression<SqlBool>[]))
  );
}

export type FingerprintFilter = BuildFilter & { readonly text?: string | undefined };

/** All fingerprints of a window with their counts, in no order. */
export async function readFingerprints(
  db: Database,
  filter: FingerprintFilter,
  window: Window,
): Promise<FingerprintCount[]> {
  let query = await fingerprintedBuilds(db, filter, window);
  if (filter.text) {
    const pattern = `%${escapeLike(foldAscii(filter.text))}%`;
    query = query.where('build_failure.fingerprint_id', 'in', (e) =>
      e
        .selectFrom('failure_fingerprint')
        .select('failure_fingerprint.id')
        .where(sql<SqlBool>`lower(failure_fingerprint.lines) like ${pattern} escape '\\'`),
    );
  }
  const rows = await query
    .select('build_failure.fingerprint_id as id')
    .select((e) => [
      e.fn.countAll<number>().as('count'),
      e.fn.count<number>('build_failure.job_id').distinct().as('jobs'),
      e.fn.coalesce(e.fn.sum<number>('build_failure.duration_ms'), sql<number>`0`).as('durationMs'),
      e.fn.max('build_failure.started_at_ms').as('lastMs'),
    ])
    .groupBy('build_failure.fingerprint_id')
    .execute();
  const first = await firstSeen(
    db,
    rows.map(({ id }) => id ?? 0),
  );
  return rows.map((row) => ({
    ...row,
    id: row.id ?? 0,
    durationMs: Number(row.durationMs),
    firstEverMs: first.get(row.id ?? 0) ?? row.lastMs,
  }));
}

/** When fingerprints were seen for the first time ever. */
export async function firstSeen(db: Database, ids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>();
  for (let at = 0; at < ids.length; at += 500) {
    const rows = await db
      .selectFrom('failure_fingerprint')
      .select((e) => [
        'failure_fingerprint.id',
        e
          .selectFrom('build_failure')
          .select((b) => b.fn.min('build_failure.started_at_ms').as('first'))
          .whereRef('build_failure.fingerprint_id', '=', 'failure_fingerprint.id')
          .as('first'),
      ])
      .where('failure_fingerprint.id', 'in', ids.slice(at, at + 500))
      .execute();
    for (const { id, first } of rows) if (first !== null) found.set(id, first);
  }
  return found;
}
