import type { accountLinkKinds, openedLinkSchema, Role } from '@buildbutler/contract';
import type { z } from 'zod';
import { AppError } from '../core/app-error.ts';
import { type AccountLinkRow, findAccountLink } from '../storage/account-link-repository.ts';
import type { Database } from '../storage/open-store.ts';
import { findUserById, type UserRow } from '../storage/user-repository.ts';
import { hashOfSecret, isSameHash } from './bearer-secret.ts';
import type { OperationContext } from './context.ts';
import { countAudit } from './record-audit.ts';
import { refuseTooFast } from './sign-in.ts';

/** No account can have this name, so that nobody's allowance is used up. */
const throttled = '(link)';

export interface LivingLink {
  readonly row: AccountLinkRow;
  /** Whose password it resets; null for an invitation. */
  readonly user: UserRow | null;
}

const gone = () =>
  new AppError(
    'not_found',
    'This link is not good any more: it was used, withdrawn, or is older than 72 hours. Ask for a new one.',
  );

/** The link of a token while it can be used; null otherwise. */
export async function findLivingLink(db: Database, token: string, nowMs: number): Promise<LivingLink | null> {
  const hash = hashOfSecret(token);
  const row = await findAccountLink(db, hash);
  if (row === null || !isSameHash(row.token_hash, hash) || nowMs >= row.expires_at_ms) return null;
  if (row.kind === 'invitation') return { row, user: null };
  const user = row.user_id === null ? null : await findUserById(db, row.user_id);
  return user === null || user.disabled_at_ms !== null ? null : { row, user };
}

/** The link of a token. Slows down guessing and writes refused attempts down. Throws `not_found`, `rate_limited`. */
export async function requireLink(ctx: OperationContext, token: string): Promise<LivingLink> {
  refuseTooFast(ctx.signInThrottle.begin(throttled, ctx.remoteAddress));
  const link = await findLivingLink(ctx.store.db, token.trim(), ctx.clock.nowMs());
  if (link === null) {
    const line = { action: 'user.link_refused', subject: 'invitation or password reset' } as const;
    await ctx.store.transaction((tx) => countAudit(ctx, tx, { ...line, isFromAnywhere: true }));
    throw gone();
  }
  ctx.signInThrottle.succeeded(throttled, ctx.remoteAddress);
  return link;
}

/** The same in the transaction that uses it up, where of two at once only one finds it. Throws `not_found`. */
export async function requireLinkStill(db: Database, token: string, nowMs: number): Promise<LivingLink> {
  const link = await findLivingLink(db, token.trim(), nowMs);
  if (link === null) throw gone();
  return link;
}

/** What a link is for; it stays usable. Throws `not_found`, `rate_limited`. */
export async function openLink(
  ctx: OperationContext,
  { token }: { readonly token: string },
): Promise<z.output<typeof openedLinkSchema>> {
  const { row, user } = await requireLink(ctx, token);
  return {
    kind: row.kind as (typeof accountLinkKinds)[number],
    role: (user?.role ?? row.role) as Role,
    username: user?.username ?? null,
    expiresAt: new Date(row.expires_at_ms).toISOString(),
  };
}
