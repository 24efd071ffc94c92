import { routes } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { deleteSession, deleteSessionsOfUser } from '../storage/session-repository.ts';
import { authorise } from './authorise.ts';
import { hashOfSecret } from './bearer-secret.ts';
import type { OperationContext } from './context.ts';
import { recordAudit } from './record-audit.ts';
import { requireUser } from './require-user.ts';
import { livingSessions, sessionIdOf } from './session-list.ts';

/** Ends one session: one's own, or anybody's for administrators. Throws `not_found`. */
export async function endSession(ctx: OperationContext, { id }: { readonly id: string }): Promise<void> {
  const { clock, principal, store } = ctx;
  authorise(principal, routes.endSession.access);
  const isOwn = (principal.kind === 'user' || principal.kind === 'token') && principal.role !== 'admin';
  await store.transaction(async (tx) => {
    const sessions = await livingSessions(tx, isOwn ? principal.userId : null, clock.nowMs());
    const session = sessions.find(({ id_hash }) => sessionIdOf(id_hash) === id);
    if (session === undefined) throw new AppError('not_found', `There is no session ${id}; it may have ended.`);
    await deleteSession(tx, session.id_hash);
    await recordAudit(ctx, tx, { action: 'session.ended', subject: `user ${session.username}` });
  });
}

const counted = (ended: number) => (ended === 1 ? '1 session' : `${ended} sessions`);

/** Ends one's own sessions but that of this request. `secret` is its cookie. */
export async function endOtherSessions(
  ctx: OperationContext,
  { secret }: { readonly secret: string | null },
): Promise<{ ended: number }> {
  const { principal } = ctx;
  authorise(principal, routes.endOtherSessions.access);
  if (principal.kind !== 'user' && principal.kind !== 'token') return { ended: 0 };
  return ctx.store.transaction(async (tx) => {
    const keep = secret === null ? null : hashOfSecret(secret);
    const ended = await deleteSessionsOfUser(tx, principal.userId, keep);
    const subject = `user ${principal.username}`;
    if (ended > 0) await recordAudit(ctx, tx, { action: 'session.others_ended', subject, detail: counted(ended) });
    return { ended };
  });
}

/** Ends all sessions of a user, for administrators. Throws `not_found`. */
export async function endUserSessions(
  ctx: OperationContext,
  { username }: { readonly username: string },
): Promise<{ ended: number }> {
  authorise(ctx.principal, routes.endUserSessions.access);
  return ctx.store.transaction(async (tx) => {
    const user = await requireUser(tx, username);
    const ended = await deleteSessionsOfUser(tx, user.id);
    const subject = `user ${user.username}`;
    await recordAudit(ctx, tx, { action: 'user.sessions_ended', subject, detail: counted(ended) });
    return { ended };
  });
}
