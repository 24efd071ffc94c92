import { type AccountLink, routes } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { deleteResetLinks } from '../storage/account-link-repository.ts';
import { makeAccountLink } from './account-links.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { recordAudit } from './record-audit.ts';
import { requireUser } from './require-user.ts';
import { stillAdministrator } from './still-administrator.ts';

/**
 * Makes a link with which a user sets a new password; an earlier one of the same user stops working. The old password
 * and all sessions last until it is used. Throws `not_found`, `conflict` for a disabled user.
 */
export async function createResetLink(
  ctx: OperationContext,
  { username }: { readonly username: string },
): Promise<AccountLink> {
  authorise(ctx.principal, routes.createResetLink.access);
  return ctx.store.transaction(async (tx) => {
    await stillAdministrator(tx, ctx.principal);
    const user = await requireUser(tx, username);
    if (user.disabled_at_ms !== null) throw new AppError('conflict', `${user.username} is disabled. Enable first.`);
    await deleteResetLinks(tx, user.id);
    const { id: userId, role } = user;
    const link = await makeAccountLink(ctx, tx, { kind: 'password_reset', userId, role, note: '' });
    await recordAudit(ctx, tx, { action: 'user.reset_link_made', subject: `user ${user.username}` });
    return link;
  });
}
