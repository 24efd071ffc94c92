import type { Session } from '@buildbutler/contract';
import type { Role } from '../core/principal.ts';
import type { DatabaseTransaction } from '../storage/open-store.ts';
import { deleteEndedSessions, deleteSession, insertSession, type SessionRow } from '../storage/session-repository.ts';
import { type UserRow, updateUserRow } from '../storage/user-repository.ts';
import { hashOfSecret, newBearerSecret } from './bearer-secret.ts';
import { coarseNetwork } from './coarse-network.ts';
import type { OperationContext } from './context.ts';
import { describeUserAgent } from './describe-user-agent.ts';
import { recordAudit } from './record-audit.ts';

export const sessionLifetimeMs = 30 * 86_400_000;
export const sessionIdleMs = 7 * 86_400_000;

/** A new session: `secret` goes into the cookie and nowhere else. */
export interface SignedIn {
  readonly session: Session;
  readonly secret: string;
  readonly expiresAtMs: number;
}

/** False once a session is too old or was not used for a week. */
export function isAlive(session: SessionRow, nowMs: number): boolean {
  return nowMs < session.expires_at_ms && nowMs < session.last_seen_at_ms + sessionIdleMs;
}

/** What the request of a new session says about where it comes from. */
export interface Browser {
  readonly userAgent: string | null;
  /** The session that the new one takes the place of. */
  readonly replacedSecret: string | null;
}

/** Begins a session for a user who has proven who they are, and sweeps out ended ones. */
export async function beginSession(
  ctx: OperationContext,
  tx: DatabaseTransaction,
  user: UserRow,
  browser: Browser = { userAgent: null, replacedSecret: null },
): Promise<SignedIn> {
  const nowMs = ctx.clock.nowMs();
  const secret = newBearerSecret();
  const expiresAtMs = nowMs + sessionLifetimeMs;
  await deleteEndedSessions(tx, nowMs, nowMs - sessionIdleMs);
  if (browser.replacedSecret !== null) await deleteSession(tx, hashOfSecret(browser.replacedSecret));
  await insertSession(tx, {
    id_hash: hashOfSecret(secret),
    user_id: user.id,
    created_at_ms: nowMs,
    expires_at_ms: expiresAtMs,
    last_seen_at_ms: nowMs,
    network: ctx.remoteAddress === null ? null : coarseNetwork(ctx.remoteAddress),
    device: browser.userAgent === null ? null : describeUserAgent(browser.userAgent),
  });
  await updateUserRow(tx, user.id, { last_sign_in_at_ms: nowMs });
  const actor = user.username;
  await recordAudit(ctx, tx, { action: 'session.created', subject: `user ${actor}`, actor });
  const session = { username: actor, role: user.role as Role, expiresAt: new Date(expiresAtMs).toISOString() };
  return { session, secret, expiresAtMs };
}
