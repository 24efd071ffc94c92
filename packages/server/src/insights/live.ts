import type { Live } from '@buildbutler/contract';
import { connectionStatus, isFailedState } from '../core/connection-status.ts';
import { toState } from '../storage/connection-state-row.ts';
import type { Store } from '../storage/open-store.ts';

/** Counters that move while a person looks. */
export async function live(store: Store): Promise<Live> {
  const version = await store.db
    .selectFrom('counter')
    .select('value')
    .where('name', '=', 'data_version')
    .executeTakeFirst();
  const running = await store.db
    .selectFrom('build')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('is_building', '=', 1)
    .where('is_matrix', '=', 0)
    .executeTakeFirstOrThrow();
  const rows = await store.db
    .selectFrom('connection_state')
    .innerJoin('connection', 'connection.id', 'connection_state.connection_id')
    .selectAll('connection_state')
    .select('connection.is_paused')
    .where('connection.deleted_at_ms', 'is', null)
    .execute();
  const states = rows.map(toState);
  const sum = (valueAt: (state: (typeof states)[number]) => number) =>
    states.reduce((total, state) => total + valueAt(state), 0);
  const names = rows.map((row) => connectionStatus(row.is_paused === 1, toState(row)).state);
  return {
    version: version?.value ?? 0,
    running: running.count,
    queued: sum((state) => state.queueLength),
    agents: { online: sum((state) => state.agentsOnline), total: sum((state) => state.agentsTotal) },
    importing: names.filter((name) => name === 'importing').length,
    failing: names.filter(isFailedState).length,
  };
}
