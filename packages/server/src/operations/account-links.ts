import type { AccountLink, accountLinkKinds } from '@buildbutler/contract';
import { actorOf } from '../core/principal.ts';
import { insertAccountLink } from '../storage/account-link-repository.ts';
import type { DatabaseTransaction } from '../storage/open-store.ts';
import { hashOfSecret, newBearerSecret } from './bearer-secret.ts';
import type { OperationContext } from './context.ts';

export const accountLinkLifetimeMs = 72 * 3_600_000;

export interface NewAccountLink {
  readonly kind: (typeof accountLinkKinds)[number];
  readonly userId: number | null;
  readonly role: string;
  readonly note: string;
}

/** Stores a new link, hashed, and returns it: it is shown this once. */
export async function makeAccountLink(
  ctx: OperationContext,
  tx: DatabaseTransaction,
  { kind, note, role, userId }: NewAccountLink,
): Promise<AccountLink> {
  const { principal } = ctx;
  const secret = newBearerSecret();
  const nowMs = ctx.clock.nowMs();
  const expiresAtMs = nowMs + accountLinkLifetimeMs;
  await insertAccountLink(tx, {
    kind,
    token_hash: hashOfSecret(secret),
    user_id: userId,
    role,
    note,
    created_by: actorOf(principal),
    created_by_id: principal.kind === 'user' || principal.kind === 'token' ? principal.userId : null,
    created_at_ms: nowMs,
    expires_at_ms: expiresAtMs,
  });
  const path = `/invite#token=${secret}`;
  const url = ctx.publicUrl === null ? null : `${ctx.publicUrl.replace(/\/+$/, '')}${path}`;
  return { kind, path, url, expiresAt: new Date(expiresAtMs).toISOString() };
}
