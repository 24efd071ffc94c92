import { routes } from '@buildbutler/contract';
import { deleteSession } from '../storage/session-repository.ts';
import { authorise } from './authorise.ts';
import { hashOfSecret } from './bearer-secret.ts';
import type { OperationContext } from './context.ts';
import { recordAudit } from './record-audit.ts';

/** Ends the session of this cookie (`secret` null = the request came without one). */
export async function signOut(ctx: OperationContext, { secret }: { readonly secret: string | null }): Promise<void> {
  const { principal } = ctx;
  authorise(principal, routes.signOut.access);
  if (secret === null || principal.kind !== 'user') return;
  await ctx.store.transaction(async (tx) => {
    await deleteSession(tx, hashOfSecret(secret));
    await recordAudit(ctx, tx, { action: 'session.ended', subject: `user ${principal.username}` });
  });
}
