import type { Principal, Role, Scope } from '../core/principal.ts';
import { findTokenByHash, touchToken } from '../storage/token-repository.ts';
import { hashOfSecret, isSameHash } from './bearer-secret.ts';
import type { OperationContext } from './context.ts';
import { touch } from './touch.ts';

const touchEveryMs = 60_000;

/** Who an API token (`bb_live_…`) speaks for; null when it is unknown, revoked or expired. */
export async function authenticateToken(
  { store, clock }: Pick<OperationContext, 'store' | 'clock'>,
  { token }: { readonly token: string },
): Promise<Principal | null> {
  const hash = hashOfSecret(token);
  const row = await findTokenByHash(store.db, hash);
  const nowMs = clock.nowMs();
  if (row === null || !isSameHash(row.token_hash, hash) || nowMs >= row.expires_at_ms) return null;
  if (row.last_used_at_ms === null || nowMs - row.last_used_at_ms >= touchEveryMs) {
    await touch(store, (tx) => touchToken(tx, row.id, nowMs));
  }
  const { id: tokenId, user_id: userId, username } = row;
  const scopes = JSON.parse(row.scopes) as Scope[];
  return { kind: 'token', tokenId, userId, username, role: row.role as Role, scopes };
}
