import { type Role, roles, routes, type User } from '@buildbutler/contract';
import { deleteLinksMadeBy } from '../storage/account-link-repository.ts';
import type { DatabaseTransaction } from '../storage/open-store.ts';
import { type UserRow, updateUserRow } from '../storage/user-repository.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { endAccess } from './end-access.ts';
import { presentUser } from './present-user.ts';
import { recordAudit } from './record-audit.ts';
import { keepAnAdministrator, requireUser } from './require-user.ts';
import { stillAdministrator } from './still-administrator.ts';

export interface UpdateUserInput {
  readonly username: string;
  readonly role?: Role | undefined;
  readonly isDisabled?: boolean | undefined;
}

async function changeRole(ctx: OperationContext, tx: DatabaseTransaction, user: UserRow, role: Role): Promise<UserRow> {
  if (role === user.role) return user;
  if (role !== 'admin') await keepAnAdministrator(tx, user);
  await updateUserRow(tx, user.id, { role });
  // Whoever is no administrator any more has no invitations out either.
  if (roles.indexOf(role) < roles.indexOf('admin')) await deleteLinksMadeBy(tx, user.id);
  const detail = `from ${user.role} to ${role}`;
  await recordAudit(ctx, tx, { action: 'user.role_changed', subject: `user ${user.username}`, detail });
  return { ...user, role };
}

async function setDisabled(
  ctx: OperationContext,
  tx: DatabaseTransaction,
  user: UserRow,
  isDisabled: boolean,
): Promise<UserRow> {
  if ((user.disabled_at_ms !== null) === isDisabled) return user;
  const subject = `user ${user.username}`;
  if (!isDisabled) {
    await updateUserRow(tx, user.id, { disabled_at_ms: null });
    await recordAudit(ctx, tx, { action: 'user.enabled', subject });
    return { ...user, disabled_at_ms: null };
  }
  await keepAnAdministrator(tx, user);
  const nowMs = ctx.clock.nowMs();
  await updateUserRow(tx, user.id, { disabled_at_ms: nowMs });
  await recordAudit(ctx, tx, { action: 'user.disabled', subject, detail: await endAccess(tx, user.id, nowMs) });
  return { ...user, disabled_at_ms: nowMs };
}

/**
 * Changes the role of a user, and disables or enables. Disabling ends sessions and API tokens for good.
 * Throws `not_found`, `conflict` for the last administrator.
 */
export async function updateUser(ctx: OperationContext, input: UpdateUserInput): Promise<User> {
  authorise(ctx.principal, routes.updateUser.access);
  const { isDisabled, role, username } = input;
  return ctx.store.transaction(async (tx) => {
    await stillAdministrator(tx, ctx.principal);
    let user = await requireUser(tx, username);
    if (role !== undefined) user = await changeRole(ctx, tx, user, role);
    if (isDisabled !== undefined) user = await setDisabled(ctx, tx, user, isDisabled);
    return presentUser(user);
  });
}
