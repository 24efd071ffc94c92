import { buildKey, mostBuildNumber } from '../core/entity-id.ts';
import type { DatabaseTransaction } from './open-store.ts';

const success = 0;
const unstable = 1;
const failure = 2;

/** The key range of one job's builds: they lie together, ordered by number. */
export function buildsOfJob(jobId: number): readonly [from: number, to: number] {
  return [buildKey(jobId, 0), buildKey(jobId, mostBuildNumber)];
}

async function redSince(
  tx: DatabaseTransaction,
  from: number,
  to: number,
): Promise<{ number: number; started_at_ms: number } | null> {
  const builds = () => tx.selectFrom('build').where('id', '>=', from).where('id', '<=', to);
  const decided = await builds()
    .select('result')
    .where('result', 'in', [success, unstable, failure])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (decided === undefined || decided.result === success) return null;
  const green = await builds()
    .select('id')
    .where('result', '=', success)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const red = await builds()
    .select(['number', 'started_at_ms'])
    .where('id', '>', green?.id ?? from)
    .where('result', 'in', [unstable, failure])
    .orderBy('id', 'asc')
    .limit(1)
    .executeTakeFirst();
  return red ?? null;
}

/** Rewrites what the job row says of its newest builds, from the builds themselves, so that backfill out of order stays right. */
export async function refreshJobSummary(tx: DatabaseTransaction, jobId: number): Promise<void> {
  const [from, to] = buildsOfJob(jobId);
  const builds = () => tx.selectFrom('build').where('id', '>=', from).where('id', '<=', to);
  const last = await builds().select(['number', 'started_at_ms']).orderBy('id', 'desc').limit(1).executeTakeFirst();
  const finished = await builds()
    .select('result')
    .where('is_building', '=', 0)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const running = await builds().select('id').where('is_building', '=', 1).limit(1).executeTakeFirst();
  const red = await redSince(tx, from, to);
  await tx
    .updateTable('job')
    .set({
      last_number: last?.number ?? null,
      last_started_at_ms: last?.started_at_ms ?? null,
      last_result: finished?.result ?? null,
      is_building: running === undefined ? 0 : 1,
      red_since_ms: red?.started_at_ms ?? null,
      red_since_number: red?.number ?? null,
    })
    .where('id', '=', jobId)
    .execute();
}
