import { routes } from '@buildbutler/contract';
import { removeHook, writeHook } from '../storage/hook-repository.ts';
import { authorise } from './authorise.ts';
import { hashOfSecret, newBearerSecret } from './bearer-secret.ts';
import type { OperationContext } from './context.ts';
import { auditName, requireConnectionRow } from './read-connection.ts';
import { recordAudit } from './record-audit.ts';

interface Input {
  readonly id: number;
}

/** Makes the secret with which Jenkins announces builds, in place of the one before, and shows it this once. Throws `not_found`. */
export async function createConnectionHook(
  ctx: OperationContext,
  { id }: Input,
): Promise<{ path: string; secret: string }> {
  authorise(ctx.principal, routes.createConnectionHook.access);
  const secret = `bb_hook_${newBearerSecret()}`;
  await ctx.store.transaction(async (tx) => {
    const row = await requireConnectionRow(tx, id);
    const nowMs = ctx.clock.nowMs();
    await writeHook(tx, { connection_id: id, secret_hash: hashOfSecret(secret), created_at_ms: nowMs });
    await recordAudit(ctx, tx, { action: 'connection.hook_created', subject: auditName(row) });
  });
  return { path: `/api/v1/hooks/jenkins/${id}`, secret };
}

/** Ends the secret: announcements are no longer accepted. Throws `not_found`. */
export async function deleteConnectionHook(ctx: OperationContext, { id }: Input): Promise<void> {
  authorise(ctx.principal, routes.deleteConnectionHook.access);
  await ctx.store.transaction(async (tx) => {
    const row = await requireConnectionRow(tx, id);
    if (await removeHook(tx, id)) {
      await recordAudit(ctx, tx, { action: 'connection.hook_removed', subject: auditName(row) });
    }
  });
}
