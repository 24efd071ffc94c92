import { routes } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import type { Principal } from '../core/principal.ts';
import { findToken, markTokenRevoked, type UserToken } from '../storage/token-repository.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { recordAudit } from './record-audit.ts';

function mayRevoke(principal: Principal, token: UserToken): boolean {
  if (principal.kind === 'anonymous') return false;
  return principal.kind === 'local' || principal.role === 'admin' || principal.userId === token.user_id;
}

/** Ends an API token at once: one's own, or anybody's for administrators. Throws `not_found`. */
export async function revokeToken(ctx: OperationContext, { id }: { readonly id: number }): Promise<void> {
  authorise(ctx.principal, routes.revokeToken.access);
  await ctx.store.transaction(async (tx) => {
    const token = await findToken(tx, id);
    if (token === null || !mayRevoke(ctx.principal, token)) {
      throw new AppError('not_found', `There is no API token ${id}.`);
    }
    await markTokenRevoked(tx, id, ctx.clock.nowMs());
    const subject = `token ${id} (${token.name})`;
    await recordAudit(ctx, tx, { action: 'token.revoked', subject, detail: `of ${token.username}` });
  });
}
