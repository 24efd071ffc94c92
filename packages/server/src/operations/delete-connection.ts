import { routes } from '@buildbutler/contract';
import { updateConnectionRow } from '../storage/connection-repository.ts';
import { removeHook } from '../storage/hook-repository.ts';
import { revokeLease } from '../storage/leases/revoke-lease.ts';
import { authorise } from './authorise.ts';
import { refuseFaults } from './connection-form.ts';
import type { OperationContext } from './context.ts';
import { finishRemovals, noteRemoval } from './finish-removals.ts';
import { auditName, requireConnectionRow } from './read-connection.ts';
import { recordAudit } from './record-audit.ts';

export interface DeleteConnectionInput {
  readonly id: number;
  /** The connection's name, typed by the person. */
  readonly confirm: string;
  readonly deleteHistory: boolean;
}

/**
 * Removes a connection and its token; works in locked mode too. Its builds stay unless `deleteHistory` is set.
 * Throws `not_found`, `unprocessable` when `confirm` is not the name.
 */
export async function deleteConnection(ctx: OperationContext, input: DeleteConnectionInput): Promise<void> {
  authorise(ctx.principal, routes.deleteConnection.access);
  const { id, confirm, deleteHistory: deletesHistory } = input;
  await ctx.store.transaction(async (tx) => {
    const row = await requireConnectionRow(tx, id);
    const message = `Type the name of the connection, "${row.name}", to confirm that it is removed.`;
    refuseFaults(confirm.trim() === row.name ? [] : [{ path: 'confirm', message }]);
    const nowMs = ctx.clock.nowMs();
    await updateConnectionRow(tx, id, { token_sealed: null, deleted_at_ms: nowMs, updated_at_ms: nowMs });
    await removeHook(tx, id);
    await revokeLease(tx, id);
    await noteRemoval(tx, { id, deletesHistory });
    const detail = deletesHistory ? 'history deleted' : 'history kept';
    await recordAudit(ctx, tx, { action: 'connection.deleted', subject: auditName(row), detail });
  });
  // The collector has to be gone before its rows go.
  await ctx.connectionsChanged();
  await finishRemovals(ctx);
}
