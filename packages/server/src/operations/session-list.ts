import { createHash } from 'node:crypto';
import type { SessionEntry } from '@buildbutler/contract';
import type { Database } from '../storage/open-store.ts';
import { listSessionRows, type UserSession } from '../storage/session-repository.ts';
import { hashOfSecret } from './bearer-secret.ts';
import { isAlive } from './sessions.ts';

/** Names a session in lists and addresses; it tells nothing about the cookie or its stored hash. */
export function sessionIdOf(idHash: string): string {
  return `s_${createHash('sha256').update(`session ${idHash}`).digest('hex').slice(0, 16)}`;
}

/** Living sessions of one user, or of everybody (null), the last seen first. */
export async function livingSessions(db: Database, userId: number | null, nowMs: number): Promise<UserSession[]> {
  return (await listSessionRows(db, userId)).filter((session) => isAlive(session, nowMs));
}

/** A session as lists show it. `secret` is the cookie of the request that asks. */
export function presentSession(row: UserSession, secret: string | null): SessionEntry {
  const { created_at_ms, device, expires_at_ms, id_hash, last_seen_at_ms, network } = row;
  return {
    id: sessionIdOf(id_hash),
    createdAt: new Date(created_at_ms).toISOString(),
    lastSeenAt: new Date(last_seen_at_ms).toISOString(),
    expiresAt: new Date(expires_at_ms).toISOString(),
    network,
    device,
    isCurrent: secret !== null && hashOfSecret(secret) === id_hash,
  };
}
