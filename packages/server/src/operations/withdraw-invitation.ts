import { routes } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { deleteAccountLink, findInvitation } from '../storage/account-link-repository.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { recordAudit } from './record-audit.ts';

/** Ends an invitation before it is used. Throws `not_found`. */
export async function withdrawInvitation(ctx: OperationContext, { id }: { readonly id: number }): Promise<void> {
  authorise(ctx.principal, routes.withdrawInvitation.access);
  await ctx.store.transaction(async (tx) => {
    const link = await findInvitation(tx, id);
    if (link === null) throw new AppError('not_found', `There is no invitation ${id}; it may have been used.`);
    await deleteAccountLink(tx, id);
    const subject = link.note === '' ? 'invitation' : `invitation (${link.note})`;
    await recordAudit(ctx, tx, { action: 'user.invitation_withdrawn', subject, detail: `role ${link.role}` });
  });
}
