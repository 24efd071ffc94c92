import type { FingerprintDetail } from '@buildbutler/contract';
import { AppError } from '../../core/app-error.ts';
import { keyOf, publicBuildId, publicJobId } from '../../core/entity-id.ts';
import { windowOf } from '../../core/window.ts';
import { unpackEvidence } from '../../storage/failures/pack-evidence.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import { iso } from '../build-view.ts';
import { namesOfJobs } from '../jobs-asked.ts';
import { listedDays } from '../listed-days.ts';
import { eachFailure, type FailureFilter, type FailureRow } from './failure-rows.ts';
import { showFingerprints, trendDays } from './list-failures.ts';
import { tallyFingerprints } from './tally-fingerprints.ts';

export interface GetFailureInput extends FailureFilter {
  readonly id: string;
  readonly range: string;
  readonly tz: string;
}

const mostRows = 200;

/** By what, most first. */
function grouped<Key>(rows: readonly FailureRow[], keyOfRow: (row: FailureRow) => Key) {
  return [...Map.groupBy(rows, keyOfRow)].sort((a, b) => b[1].length - a[1].length).slice(0, mostRows);
}

async function byJob(db: Database, rows: readonly FailureRow[]): Promise<FingerprintDetail['byJob']> {
  const groups = grouped(rows, ({ jobId }) => jobId);
  const names = await namesOfJobs(
    db,
    groups.map(([jobId]) => jobId),
  );
  const connections = await db.selectFrom('connection').select(['id', 'name']).execute();
  const instances = new Map(connections.map(({ id, name }) => [id, name]));
  return groups.flatMap(([jobId, some]) => {
    const last = some.at(-1);
    if (last === undefined) return [];
    const instance = instances.get(last.connectionId) ?? '?';
    const seen = { lastBuildId: publicBuildId(last.buildId), lastNumber: last.number, lastSeenAt: iso(last.atMs) };
    return [
      { jobId: publicJobId(jobId), jobName: names.get(jobId)?.fullName ?? '?', instance, count: some.length, ...seen },
    ];
  });
}

async function byAgent(db: Database, rows: readonly FailureRow[]): Promise<FingerprintDetail['byAgent']> {
  const groups = grouped(rows, ({ agentId }) => agentId);
  const ids = groups.map(([agentId]) => agentId);
  const agents = await db
    .selectFrom('agent')
    .select(['id', 'name'])
    .where('id', 'in', [...ids, -1])
    .execute();
  const names = new Map(agents.map(({ id, name }) => [id, name]));
  return groups.map(([agentId, some]) => ({ agent: names.get(agentId) ?? null, count: some.length }));
}

async function exampleOf(db: Database, buildId: number): Promise<FingerprintDetail['example']> {
  const row = await db
    .selectFrom('build_failure')
    .leftJoin('log_tail', 'log_tail.build_id', 'build_failure.build_id')
    .select(['build_failure.evidence', 'log_tail.first_byte'])
    .where('build_failure.build_id', '=', buildId)
    .executeTakeFirst();
  const evidence = row === undefined ? [] : unpackEvidence(row.evidence);
  return evidence.map((one) => ({ ...one, line: row?.first_byte === 0 ? one.line : null }));
}

/** One failure: where, when, on which agents. Throws `not_found` when it is unknown, or was not seen in the range, `bad_request` for too many days. */
export async function getFailure(store: Store, input: GetFailureInput, nowMs: number): Promise<FingerprintDetail> {
  const { db } = store;
  const key = keyOf(input.id) ?? -1;
  const window = windowOf(input.range, nowMs);
  const days = listedDays(input.tz, window);
  const asked = { filter: input, window, wanted: new Set([key]) };
  const tally = (await tallyFingerprints(store, asked, days)).get(key);
  if (tally === undefined) throw new AppError('not_found', `The failure ${input.id} was not seen in this range.`);
  const rows: FailureRow[] = [];
  await eachFailure(store, input, window, (row) => {
    if (row.fingerprintId === key) rows.push({ ...row });
  });
  const [shown] = await showFingerprints(db, window, [tally]);
  if (shown === undefined) throw new AppError('not_found', `There is no failure ${input.id}.`);
  return {
    ...shown,
    trend: shown.trend.slice(-trendDays(input.tz, window).length),
    byJob: await byJob(db, rows),
    byAgent: await byAgent(db, rows),
    byDay: days.map(({ key: day }, at) => ({ key: day, count: tally.days[at] ?? 0 })),
    example: await exampleOf(db, tally.lastBuildId),
  };
}
