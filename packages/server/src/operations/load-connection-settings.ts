import type { ConnectionSettings } from '../core/connection.ts';
import { listConnectionRows } from '../storage/connection-repository.ts';
import { accessOf } from './connection-access.ts';
import { formOf } from './connection-form.ts';
import type { OperationContext } from './context.ts';

/** Every connection that exists with its token opened (null when it cannot be), for the collector. */
export async function loadConnectionSettings(
  ctx: Pick<OperationContext, 'store' | 'secrets'>,
): Promise<ConnectionSettings[]> {
  const rows = await listConnectionRows(ctx.store.db);
  return rows.map((row) => {
    const { name, historyDays, historyBuilds, includeJobs, excludeJobs, paused } = formOf(row);
    return {
      ...accessOf(ctx, row),
      id: row.id,
      name,
      syncIntervalMs: row.sync_interval_ms,
      historyDays,
      historyBuilds,
      includeJobs,
      excludeJobs,
      isPaused: paused,
    };
  });
}
