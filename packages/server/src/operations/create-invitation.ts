import { type AccountLink, type Role, routes } from '@buildbutler/contract';
import { makeAccountLink } from './account-links.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { recordAudit } from './record-audit.ts';
import { stillAdministrator } from './still-administrator.ts';

/** Makes a link that lets one person create an account of this role; shown this once, good for 72 hours. */
export async function createInvitation(
  ctx: OperationContext,
  { note, role }: { readonly role: Role; readonly note: string },
): Promise<AccountLink> {
  authorise(ctx.principal, routes.createInvitation.access);
  return ctx.store.transaction(async (tx) => {
    await stillAdministrator(tx, ctx.principal);
    const link = await makeAccountLink(ctx, tx, { kind: 'invitation', userId: null, role, note });
    const subject = note === '' ? 'invitation' : `invitation (${note})`;
    await recordAudit(ctx, tx, { action: 'user.invited', subject, detail: `role ${role}` });
    return link;
  });
}
