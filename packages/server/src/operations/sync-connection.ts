import { type Connection, routes } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { auditName, readConnection, requireConnectionRow } from './read-connection.ts';
import { recordAudit } from './record-audit.ts';

/** Fetches now, whatever was planned; also after a refused token. Throws `not_found`, `conflict` while paused. */
export async function syncConnection(ctx: OperationContext, { id }: { readonly id: number }): Promise<Connection> {
  authorise(ctx.principal, routes.syncConnection.access);
  await ctx.store.transaction(async (tx) => {
    const row = await requireConnectionRow(tx, id);
    if (row.is_paused === 1) {
      throw new AppError('conflict', `The connection "${row.name}" is paused. Resume it to fetch again.`);
    }
    await recordAudit(ctx, tx, { action: 'connection.sync_requested', subject: auditName(row) });
  });
  await ctx.nudge(id);
  return readConnection(ctx, id);
}
