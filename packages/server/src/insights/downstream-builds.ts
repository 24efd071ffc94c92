import type { Build } from '@buildbutler/contract';
import { sql } from 'kysely';
import { dayMs } from '../core/calendar.ts';
import { publicBuildId } from '../core/entity-id.ts';
import type { BuildDetail } from '../storage/build-row.ts';
import { escapeLike } from '../storage/like-pattern.ts';
import type { Store } from '../storage/open-store.ts';
import { resultName } from './build-view.ts';

const mostShown = 50;
/** What a build starts may wait in the queue for so long after its end. */
const waitsMs = dayMs;

interface Upstream {
  readonly id: number;
  readonly connection_id: number;
  readonly full_name: string;
  readonly number: number;
  readonly started_at_ms: number;
  readonly duration_ms: number | null;
}

/**
 * Builds that say they were started by this one, oldest first, at most 50: of the same controller, while it ran or within a
 * day after. A job that has the name now and other numbers then is told apart by time.
 */
export async function downstreamBuilds(store: Store, build: Upstream): Promise<Build['downstream']> {
  const { full_name: job, number } = build;
  const written = `"upstream":${JSON.stringify({ job, number })}`;
  const rows = await store.db
    .selectFrom('build')
    .innerJoin('job', 'job.id', 'build.job_id')
    .select(['build.id', 'build.number', 'build.result', 'build.is_building', 'build.detail', 'job.full_name'])
    .where('build.cause_kind', '=', sql.lit('upstream'))
    .where('build.connection_id', '=', build.connection_id)
    .where('build.started_at_ms', '>=', build.started_at_ms)
    .where('build.started_at_ms', '<=', build.started_at_ms + (build.duration_ms ?? 0) + waitsMs)
    .where('build.is_matrix', '=', 0)
    .where(sql<boolean>`build.detail like ${`%${escapeLike(written)}%`} escape '\\'`)
    .orderBy('build.started_at_ms')
    .limit(mostShown)
    .execute();
  // SQLite compares without regard to case.
  const isIts = ({ causes }: BuildDetail) =>
    causes.some(({ upstream }) => upstream?.job === job && upstream.number === number);
  return rows
    .filter(({ detail }) => isIts(JSON.parse(detail) as BuildDetail))
    .map((row) => ({
      job: row.full_name,
      number: row.number,
      buildId: publicBuildId(row.id),
      result: resultName(row.result),
      building: row.is_building === 1,
    }));
}
