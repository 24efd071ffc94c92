import { updateConnectionRow } from '../storage/connection-repository.ts';
import type { OperationContext } from './context.ts';
import { auditName, requireConnectionRow } from './read-connection.ts';
import { recordAudit } from './record-audit.ts';

/** Stores whether a connection is paused and tells the collector. Throws `not_found`. */
export async function setPaused(ctx: OperationContext, id: number, isPaused: boolean): Promise<void> {
  const hasChanged = await ctx.store.transaction(async (tx) => {
    const row = await requireConnectionRow(tx, id);
    if ((row.is_paused === 1) === isPaused) return false;
    await updateConnectionRow(tx, id, { is_paused: isPaused ? 1 : 0, updated_at_ms: ctx.clock.nowMs() });
    const action = isPaused ? 'connection.paused' : 'connection.resumed';
    await recordAudit(ctx, tx, { action, subject: auditName(row) });
    return true;
  });
  if (hasChanged) await ctx.connectionsChanged();
}
