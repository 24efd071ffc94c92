import { type Connection, routes } from '@buildbutler/contract';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { readConnection } from './read-connection.ts';
import { setPaused } from './set-paused.ts';

/** Fetches again from a paused controller, at once. Throws `not_found`. */
export async function resumeConnection(ctx: OperationContext, { id }: { readonly id: number }): Promise<Connection> {
  authorise(ctx.principal, routes.resumeConnection.access);
  await setPaused(ctx, id, false);
  await ctx.nudge(id);
  return readConnection(ctx, id);
}
