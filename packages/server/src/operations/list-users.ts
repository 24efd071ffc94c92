import { type Role, routes } from '@buildbutler/contract';
import { listUserRows } from '../storage/user-repository.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';

export interface PresentedUser {
  readonly username: string;
  readonly role: Role;
  readonly createdAt: string;
}

/** All users, oldest first. */
export async function listUsers(ctx: OperationContext): Promise<{ data: PresentedUser[] }> {
  authorise(ctx.principal, routes.listUsers.access);
  const rows = await listUserRows(ctx.store.db);
  return {
    data: rows.map(({ username, role, created_at_ms }) => ({
      username,
      role: role as Role,
      createdAt: new Date(created_at_ms).toISOString(),
    })),
  };
}
