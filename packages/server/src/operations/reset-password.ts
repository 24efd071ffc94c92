import { routes } from '@buildbutler/contract';
import { deleteResetLinks } from '../storage/account-link-repository.ts';
import { deleteSessionsOfUser } from '../storage/session-repository.ts';
import { revokeTokensOfUser } from '../storage/token-repository.ts';
import { updateUserRow } from '../storage/user-repository.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { recordAudit } from './record-audit.ts';
import { requireUser } from './require-user.ts';
import { stillAdministrator } from './still-administrator.ts';

export interface ResetPasswordInput {
  readonly username: string;
  readonly password: string;
  /** False (the default) leaves API tokens as they are: what runs by itself goes on. */
  readonly revokeTokens?: boolean;
}

/** Sets a new password and ends every session of the user, the caller's own included. Throws `not_found`. */
export async function resetPassword(ctx: OperationContext, input: ResetPasswordInput): Promise<void> {
  authorise(ctx.principal, routes.resetPassword.access);
  const { password, revokeTokens = false, username } = input;
  const passwordHash = await ctx.passwords.hash(password);
  await ctx.store.transaction(async (tx) => {
    await stillAdministrator(tx, ctx.principal);
    const user = await requireUser(tx, username);
    await updateUserRow(tx, user.id, { password_hash: passwordHash });
    await deleteSessionsOfUser(tx, user.id);
    await deleteResetLinks(tx, user.id);
    if (revokeTokens) await revokeTokensOfUser(tx, user.id, ctx.clock.nowMs());
    const detail = revokeTokens ? 'API tokens revoked' : 'API tokens kept';
    await recordAudit(ctx, tx, { action: 'user.password_reset', subject: `user ${user.username}`, detail });
  });
}
