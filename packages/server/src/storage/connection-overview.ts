import type { ConnectionState } from '../core/connection.ts';
import { freshState, toState } from './connection-state-row.ts';
import { countDeepWork } from './deep/due-deep-work.ts';
import type { DeepWorkCount } from './deep-step.ts';
import type { LoadDelta } from './live-step.ts';
import type { Database } from './open-store.ts';

/** What is counted and known of one connection, besides its settings. */
export interface ConnectionOverview {
  readonly state: ConnectionState;
  readonly jobs: number;
  readonly builds: { known: number; expected: number; open: number; lost: number };
  readonly newestBuildAtMs: number | null;
  /** What requests have cost the controller in the hour that was asked for. */
  readonly load: LoadDelta;
  readonly deepWork: DeepWorkCount;
  /** Null = Jenkins may not announce builds. */
  readonly hookCreatedAtMs: number | null;
}

export const emptyOverview: ConnectionOverview = {
  state: freshState,
  jobs: 0,
  builds: { known: 0, expected: 0, open: 0, lost: 0 },
  newestBuildAtMs: null,
  load: { requests: 0, bytes: 0, controllerMs: 0, recordLoads: 0 },
  deepWork: { open: 0, parked: 0 },
  hookCreatedAtMs: null,
};

async function loadsOf(db: Database, ids: readonly number[], hourMs: number): Promise<ReadonlyMap<number, LoadDelta>> {
  const rows = await db
    .selectFrom('load_hour')
    .selectAll()
    .where('connection_id', 'in', ids)
    .where('hour_ms', '=', hourMs)
    .execute();
  return new Map(
    rows.map(({ connection_id, requests, bytes, controller_ms: controllerMs, record_loads: recordLoads }) => [
      connection_id,
      { requests, bytes, controllerMs, recordLoads },
    ]),
  );
}

/** State and completeness of connections, by id; one that was never synced is absent. */
export async function connectionOverviews(
  db: Database,
  ids: readonly number[],
  { loadHourMs }: { readonly loadHourMs: number },
): Promise<ReadonlyMap<number, ConnectionOverview>> {
  if (ids.length === 0) return new Map();
  const states = await db.selectFrom('connection_state').selectAll().where('connection_id', 'in', ids).execute();
  const sums = await db
    .selectFrom('job')
    .select((e) => [
      'connection_id',
      e.fn.sum<number>(e.case().when('gone_at_ms', 'is', null).then(e.lit(1)).else(e.lit(0)).end()).as('jobs'),
      e.fn.sum<number>('collected_count').as('known'),
      e.fn.sum<number>('expected_count').as('expected'),
      e.fn.sum<number>('open_count').as('open'),
      e.fn.sum<number>('lost_count').as('lost'),
      e.fn.max('last_started_at_ms').as('newest'),
    ])
    .where('connection_id', 'in', ids)
    .groupBy('connection_id')
    .execute();
  const overviews = new Map<number, ConnectionOverview>();
  for (const state of states) overviews.set(state.connection_id, { ...emptyOverview, state: toState(state) });
  for (const { connection_id: id, jobs, known, expected, open, lost, newest } of sums) {
    const overview = overviews.get(id) ?? emptyOverview;
    overviews.set(id, { ...overview, jobs, builds: { known, expected, open, lost }, newestBuildAtMs: newest });
  }
  const loads = await loadsOf(db, ids, loadHourMs);
  const works = await countDeepWork(db, ids);
  const hooks = await db.selectFrom('connection_hook').selectAll().where('connection_id', 'in', ids).execute();
  for (const { connection_id: id, created_at_ms: hookCreatedAtMs } of hooks) {
    overviews.set(id, { ...(overviews.get(id) ?? emptyOverview), hookCreatedAtMs });
  }
  for (const [id, overview] of overviews) {
    const { open, parked } = works.get(id) ?? emptyOverview.deepWork;
    overviews.set(id, { ...overview, load: loads.get(id) ?? emptyOverview.load, deepWork: { open, parked } });
  }
  return overviews;
}
