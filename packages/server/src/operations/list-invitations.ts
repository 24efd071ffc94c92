import { type Invitation, type Role, routes } from '@buildbutler/contract';
import { listInvitationRows } from '../storage/account-link-repository.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';

/** Invitations that nobody has used, newest first; expired ones are shown for a while, so that one sees what became of them. */
export async function listInvitations(ctx: OperationContext): Promise<{ data: Invitation[] }> {
  authorise(ctx.principal, routes.listInvitations.access);
  const nowMs = ctx.clock.nowMs();
  const rows = await listInvitationRows(ctx.store.db);
  return {
    data: rows.map((row) => ({
      id: row.id,
      role: row.role as Role,
      note: row.note,
      createdBy: row.created_by,
      createdAt: new Date(row.created_at_ms).toISOString(),
      expiresAt: new Date(row.expires_at_ms).toISOString(),
      isExpired: nowMs >= row.expires_at_ms,
    })),
  };
}
