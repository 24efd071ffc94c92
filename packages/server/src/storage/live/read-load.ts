import type { LoadDelta } from '../live-step.ts';
import type { Database } from '../open-store.ts';

export interface LoadOfHour extends LoadDelta {
  readonly hourMs: number;
}

/** What a connection has cost its controller, hour by hour within `[sinceMs, untilMs)`, oldest first; hours without requests are absent. */
export async function readLoad(
  db: Database,
  connectionId: number,
  { sinceMs, untilMs }: { readonly sinceMs: number; readonly untilMs: number },
): Promise<readonly LoadOfHour[]> {
  const rows = await db
    .selectFrom('load_hour')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('hour_ms', '>=', sinceMs)
    .where('hour_ms', '<', untilMs)
    .orderBy('hour_ms')
    .execute();
  return rows.map((row) => ({
    hourMs: row.hour_ms,
    requests: row.requests,
    bytes: row.bytes,
    controllerMs: row.controller_ms,
    recordLoads: row.record_loads,
  }));
}
