import { routes } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { deleteSessionsOfUser } from '../storage/session-repository.ts';
import { findUser, writePasswordHash } from '../storage/user-repository.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { recordAudit } from './record-audit.ts';

export interface ResetPasswordInput {
  readonly username: string;
  readonly password: string;
}

/** Sets a new password and ends every session of the user, the caller's own included. Throws `not_found`. */
export async function resetPassword(ctx: OperationContext, { username, password }: ResetPasswordInput): Promise<void> {
  authorise(ctx.principal, routes.resetPassword.access);
  const passwordHash = await ctx.passwords.hash(password);
  await ctx.store.transaction(async (tx) => {
    const user = await findUser(tx, username.trim());
    if (user === null) throw new AppError('not_found', `There is no user "${username}".`);
    await writePasswordHash(tx, user.id, passwordHash);
    await deleteSessionsOfUser(tx, user.id);
    await recordAudit(ctx, tx, { action: 'user.password_reset', subject: `user ${user.username}` });
  });
}
