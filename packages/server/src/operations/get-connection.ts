import { type Connection, routes } from '@buildbutler/contract';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { readConnection } from './read-connection.ts';

/** One connection with its state. Throws `not_found`. */
export async function getConnection(ctx: OperationContext, { id }: { readonly id: number }): Promise<Connection> {
  authorise(ctx.principal, routes.getConnection.access);
  return readConnection(ctx, id);
}
