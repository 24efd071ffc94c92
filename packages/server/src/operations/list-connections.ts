import { type Connection, routes } from '@buildbutler/contract';
import { listConnectionRows } from '../storage/connection-repository.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { presentRows } from './read-connection.ts';

/** All connections that exist, oldest first. */
export async function listConnections(ctx: OperationContext): Promise<{ data: Connection[] }> {
  authorise(ctx.principal, routes.listConnections.access);
  return { data: await presentRows(ctx, await listConnectionRows(ctx.store.db)) };
}
