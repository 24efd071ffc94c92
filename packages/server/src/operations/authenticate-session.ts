import type { Principal, Role } from '../core/principal.ts';
import { findSession, touchSession } from '../storage/session-repository.ts';
import { hashOfSecret, isSameHash } from './bearer-secret.ts';
import type { OperationContext } from './context.ts';
import { isAlive } from './sessions.ts';
import { touch } from './touch.ts';

const touchEveryMs = 5 * 60_000;

/** Who holds the session of this cookie; null when it is unknown, expired or idle for too long. */
export async function authenticateSession(
  { store, clock }: Pick<OperationContext, 'store' | 'clock'>,
  { secret }: { readonly secret: string },
): Promise<Principal | null> {
  const hash = hashOfSecret(secret);
  const session = await findSession(store.db, hash);
  const nowMs = clock.nowMs();
  if (session === null || !isSameHash(session.id_hash, hash) || !isAlive(session, nowMs)) return null;
  if (nowMs - session.last_seen_at_ms >= touchEveryMs) await touch(store, (tx) => touchSession(tx, hash, nowMs));
  return { kind: 'user', userId: session.user_id, username: session.username, role: session.role as Role };
}
