import { routes, type Session } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { actorOf } from '../core/principal.ts';
import { findSession } from '../storage/session-repository.ts';
import { findToken } from '../storage/token-repository.ts';
import { authorise } from './authorise.ts';
import { hashOfSecret } from './bearer-secret.ts';
import type { OperationContext } from './context.ts';
import { sessionLifetimeMs } from './sessions.ts';

async function expiryOf({ principal, store, clock }: OperationContext, secret: string | null): Promise<number | null> {
  if (principal.kind === 'local') return clock.nowMs() + sessionLifetimeMs;
  if (principal.kind === 'token') return (await findToken(store.db, principal.tokenId))?.expires_at_ms ?? null;
  return secret === null ? null : ((await findSession(store.db, hashOfSecret(secret)))?.expires_at_ms ?? null);
}

/** Who is signed in, and until when. `secret` is the cookie of the request. Throws `unauthorized`. */
export async function getSession(
  ctx: OperationContext,
  { secret }: { readonly secret: string | null },
): Promise<Session> {
  const { principal } = ctx;
  authorise(principal, routes.getSession.access);
  const expiresAtMs = await expiryOf(ctx, secret);
  if (expiresAtMs === null || principal.kind === 'anonymous') throw new AppError('unauthorized', 'Sign in first.');
  const role = principal.kind === 'local' ? 'admin' : principal.role;
  return { username: actorOf(principal), role, expiresAt: new Date(expiresAtMs).toISOString() };
}
