import { routes } from '@buildbutler/contract';
import { deleteUserRow } from '../storage/user-repository.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { endAccess } from './end-access.ts';
import { recordAudit } from './record-audit.ts';
import { keepAnAdministrator, requireUser } from './require-user.ts';
import { stillAdministrator } from './still-administrator.ts';

/** Removes a user with all sessions and API tokens; the audit log keeps the name. Throws `not_found`, `conflict` for the last administrator. */
export async function removeUser(ctx: OperationContext, { username }: { readonly username: string }): Promise<void> {
  authorise(ctx.principal, routes.removeUser.access);
  await ctx.store.transaction(async (tx) => {
    await stillAdministrator(tx, ctx.principal);
    const user = await requireUser(tx, username);
    await keepAnAdministrator(tx, user);
    const detail = await endAccess(tx, user.id, ctx.clock.nowMs());
    await deleteUserRow(tx, user.id);
    await recordAudit(ctx, tx, { action: 'user.removed', subject: `user ${user.username}`, detail });
  });
}
