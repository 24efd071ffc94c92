import { routes, type SessionEntry } from '@buildbutler/contract';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { requireUser } from './require-user.ts';
import { livingSessions, presentSession } from './session-list.ts';

interface OwnInput {
  /** The cookie of the request. */
  readonly secret: string | null;
}

/** One's own sessions; none for the command line of this machine. */
export async function listOwnSessions(ctx: OperationContext, { secret }: OwnInput): Promise<{ data: SessionEntry[] }> {
  const { clock, principal, store } = ctx;
  authorise(principal, routes.listOwnSessions.access);
  if (principal.kind !== 'user' && principal.kind !== 'token') return { data: [] };
  const rows = await livingSessions(store.db, principal.userId, clock.nowMs());
  return { data: rows.map((row) => presentSession(row, secret)) };
}

/** Sessions of a user, for administrators. Throws `not_found`. */
export async function listUserSessions(
  ctx: OperationContext,
  { secret, username }: OwnInput & { readonly username: string },
): Promise<{ data: SessionEntry[] }> {
  authorise(ctx.principal, routes.listUserSessions.access);
  const user = await requireUser(ctx.store.db, username);
  const rows = await livingSessions(ctx.store.db, user.id, ctx.clock.nowMs());
  return { data: rows.map((row) => presentSession(row, secret)) };
}
