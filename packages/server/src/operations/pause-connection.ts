import { type Connection, routes } from '@buildbutler/contract';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { readConnection } from './read-connection.ts';
import { setPaused } from './set-paused.ts';

/** Stops fetching from a controller; what is stored stays. Throws `not_found`. */
export async function pauseConnection(ctx: OperationContext, { id }: { readonly id: number }): Promise<Connection> {
  authorise(ctx.principal, routes.pauseConnection.access);
  await setPaused(ctx, id, true);
  return readConnection(ctx, id);
}
