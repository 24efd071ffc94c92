import { routes, type User } from '@buildbutler/contract';
import { listUserRows } from '../storage/user-repository.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { presentUser } from './present-user.ts';

/** All users, oldest first. */
export async function listUsers(ctx: OperationContext): Promise<{ data: User[] }> {
  authorise(ctx.principal, routes.listUsers.access);
  return { data: (await listUserRows(ctx.store.db)).map(presentUser) };
}
