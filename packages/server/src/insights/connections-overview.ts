import type { ConnectionState } from '../core/connection.ts';
import { freshState, toState } from '../storage/connection-state-row.ts';
import type { Store } from '../storage/open-store.ts';

/** What is counted and known of one connection, besides its settings. */
export interface ConnectionOverview {
  readonly state: ConnectionState;
  readonly jobs: number;
  readonly builds: { known: number; expected: number; open: number; lost: number };
  readonly newestBuildAtMs: number | null;
}

/** State and completeness of every connection that exists, by id. */
export async function connectionsOverview(store: Store): Promise<ReadonlyMap<number, ConnectionOverview>> {
  const states = await store.db.selectFrom('connection_state').selectAll().execute();
  const sums = await store.db
    .selectFrom('job')
    .select((e) => [
      'connection_id',
      e.fn.sum<number>(e.case().when('gone_at_ms', 'is', null).then(1).else(0).end()).as('jobs'),
      e.fn.sum<number>('collected_count').as('known'),
      e.fn.sum<number>('expected_count').as('expected'),
      e.fn.sum<number>('open_count').as('open'),
      e.fn.sum<number>('lost_count').as('lost'),
      e.fn.max('last_started_at_ms').as('newest'),
    ])
    .groupBy('connection_id')
    .execute();
  const byId = new Map(sums.map((row) => [row.connection_id, row]));
  const ids = await store.db.selectFrom('connection').select('id').where('deleted_at_ms', 'is', null).execute();
  return new Map(
    ids.map(({ id }) => {
      const state = states.find((row) => row.connection_id === id);
      const sum = byId.get(id);
      return [
        id,
        {
          state: state === undefined ? freshState : toState(state),
          jobs: sum?.jobs ?? 0,
          builds: { known: sum?.known ?? 0, expected: sum?.expected ?? 0, open: sum?.open ?? 0, lost: sum?.lost ?? 0 },
          newestBuildAtMs: sum?.newest ?? null,
        },
      ];
    }),
  );
}
