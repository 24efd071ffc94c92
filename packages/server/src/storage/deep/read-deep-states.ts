import { buildResults } from '../../core/build.ts';
import { type DeepKind, deepKinds, deepStateOf, wantedDeepKinds } from '../../core/deep-data.ts';
import type { JobKind } from '../../core/job.ts';
import type { Database } from '../open-store.ts';
import { deepPriorities } from './deep-work.ts';

/**
 * Where one kind of a build's data is. `absent` = the build has none; `unasked` = it was not fetched yet, a person can
 * ask for it; `waiting` = it will be fetched; `parked` = it could not be fetched; `gone` = Jenkins deleted the build first.
 */
export type DeepPlace = 'stored' | 'absent' | 'unasked' | 'waiting' | 'parked' | 'gone';

export interface DeepStanding {
  readonly place: DeepPlace;
  /** Why it was not fetched, or not yet. */
  readonly reason: string | null;
  /** When it is tried again; null = no time is set. */
  readonly retryAtMs: number | null;
}

/** Where the deep data of a build is, kind by kind; null when there is no such build. */
export async function readDeepStates(
  db: Database,
  buildId: number,
): Promise<Readonly<Record<DeepKind, DeepStanding>> | null> {
  const build = await db
    .selectFrom('build')
    .innerJoin('job', 'job.id', 'build.job_id')
    .select(['build.result', 'build.tests_total', 'build.deep', 'build.is_in_jenkins', 'job.kind'])
    .where('build.id', '=', buildId)
    .executeTakeFirst();
  if (build === undefined) return null;
  const works = await db.selectFrom('deep_work').selectAll().where('build_id', '=', buildId).execute();
  const wanted = wantedDeepKinds({
    jobKind: build.kind as JobKind,
    result: build.result === null ? null : (buildResults[build.result] ?? null),
    testsTotal: build.tests_total,
  });
  const standing = (kind: DeepKind, index: number): DeepStanding => {
    const at = (place: DeepPlace): DeepStanding => ({ place, reason: null, retryAtMs: null });
    const state = deepStateOf(build.deep, kind);
    if (state === 'stored') return at('stored');
    if (state === 'none') return at('absent');
    const work = works.find((row) => row.kind === index);
    if (work !== undefined) {
      const place = work.priority >= deepPriorities.retried ? 'parked' : 'waiting';
      return { place, reason: work.reason, retryAtMs: work.due_at_ms === 0 ? null : work.due_at_ms };
    }
    if (state === 'untouched' && !wanted.includes(kind)) return at('absent');
    return at(build.is_in_jenkins === 1 ? 'unasked' : 'gone');
  };
  const [stages, tests, log, changes] = deepKinds.map(standing) as [
    DeepStanding,
    DeepStanding,
    DeepStanding,
    DeepStanding,
  ];
  return { stages, tests, log, changes };
}
