import { routes } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { deleteResetLinks } from '../storage/account-link-repository.ts';
import { deleteSessionsOfUser } from '../storage/session-repository.ts';
import { findUserById, updateUserRow } from '../storage/user-repository.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { countAudit, recordAudit } from './record-audit.ts';
import { type Browser, beginSession, type SignedIn } from './sessions.ts';
import { refuseTooFast } from './sign-in.ts';

export interface ChangeOwnPasswordInput {
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly browser?: Browser | undefined;
}

function wrong(): AppError {
  const message = 'This is not your present password.';
  return new AppError('unprocessable', message, { details: [{ path: 'body.currentPassword', message }] });
}

/**
 * Changes one's own password, which ends all other sessions; a browser gets a fresh one (null for API tokens).
 * Guesses at the old password use up the same allowance as those at the sign-in page.
 * Throws `unprocessable` when it is wrong, `rate_limited`.
 */
export async function changeOwnPassword(
  ctx: OperationContext,
  input: ChangeOwnPasswordInput,
): Promise<SignedIn | null> {
  const { principal } = ctx;
  authorise(principal, routes.changeOwnPassword.access);
  if (principal.kind !== 'user' && principal.kind !== 'token') {
    throw new AppError('unprocessable', 'The command line of this machine has no password of its own.');
  }
  const { userId, username } = principal;
  refuseTooFast(ctx.signInThrottle.begin(username, ctx.remoteAddress));
  const before = await findUserById(ctx.store.db, userId);
  const subject = `user ${username}`;
  if (before === null || !(await ctx.passwords.verify(input.currentPassword, before.password_hash))) {
    const line = { action: 'session.refused', subject, detail: 'old password wrong' } as const;
    await ctx.store.transaction((tx) => countAudit(ctx, tx, { ...line, isFromAnywhere: false }));
    throw wrong();
  }
  ctx.signInThrottle.succeeded(username, ctx.remoteAddress);
  const passwordHash = await ctx.passwords.hash(input.newPassword);
  return ctx.store.transaction(async (tx) => {
    const user = await findUserById(tx, userId);
    // Reset or disabled while the old one was being checked.
    if (user === null || user.disabled_at_ms !== null || user.password_hash !== before.password_hash) throw wrong();
    await updateUserRow(tx, userId, { password_hash: passwordHash });
    await deleteSessionsOfUser(tx, userId);
    await deleteResetLinks(tx, userId);
    await recordAudit(ctx, tx, { action: 'user.password_changed', subject, detail: 'API tokens kept' });
    return principal.kind === 'user' ? beginSession(ctx, tx, user, input.browser) : null;
  });
}
