import { roles, routes, type Scope } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import type { Principal, Role } from '../core/principal.ts';
import type { DatabaseTransaction } from '../storage/open-store.ts';
import { insertToken } from '../storage/token-repository.ts';
import { findUserById, listUserRows, type UserRow } from '../storage/user-repository.ts';
import { authorise } from './authorise.ts';
import { hashOfSecret, newBearerSecret } from './bearer-secret.ts';
import type { OperationContext } from './context.ts';
import { type PresentedToken, presentToken } from './present-token.ts';
import { recordAudit } from './record-audit.ts';

export interface CreateTokenInput {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** ISO 8601; a year from now when absent. */
  readonly expiresAt?: string | undefined;
}

const defaultLifetimeMs = 365 * 86_400_000;

const roleOfScope: Record<Scope, Role> = {
  'read:jobs': 'viewer',
  'read:builds': 'viewer',
  'read:analytics': 'viewer',
  'write:alerts': 'editor',
  'write:connections': 'admin',
  admin: 'admin',
};

/** A token never reaches further than the person it belongs to. */
function refuseTooFar(scopes: readonly Scope[], role: Role): void {
  const beyond = scopes.filter((scope) => roles.indexOf(roleOfScope[scope]) > roles.indexOf(role));
  if (beyond.length === 0) return;
  const message = `As ${role} you cannot give a token the scope ${beyond.join(', ')}.`;
  throw new AppError('forbidden', message, { details: [{ path: 'scopes', message }] });
}

function expiryOf(expiresAt: string | undefined, nowMs: number): number {
  if (expiresAt === undefined) return nowMs + defaultLifetimeMs;
  const atMs = Date.parse(expiresAt);
  if (atMs > nowMs) return atMs;
  const message = 'The expiry date has passed already. Choose a later one.';
  throw new AppError('unprocessable', message, { details: [{ path: 'expiresAt', message }] });
}

/** Tokens made on this machine's command line belong to the oldest administrator who can sign in. */
async function ownerOf(tx: DatabaseTransaction, principal: Principal): Promise<UserRow> {
  if (principal.kind === 'user' || principal.kind === 'token') {
    const user = await findUserById(tx, principal.userId);
    // Removed or disabled while the request was under way: the token would outlive its owner.
    if (user === null || user.disabled_at_ms !== null) throw new AppError('forbidden', 'This account is disabled.');
    return user;
  }
  const users = await listUserRows(tx);
  const owner = users.find(({ disabled_at_ms, role }) => role === 'admin' && disabled_at_ms === null);
  if (owner !== undefined) return owner;
  throw new AppError(
    'unprocessable',
    'An API token belongs to a user. Create the first administrator, then the token.',
  );
}

/** Makes an API token and shows it this once. Throws `forbidden` for scopes beyond the role, `unprocessable`. */
export async function createToken(
  ctx: OperationContext,
  { name, scopes: asked, expiresAt }: CreateTokenInput,
): Promise<PresentedToken & { token: string }> {
  authorise(ctx.principal, routes.createToken.access);
  const nowMs = ctx.clock.nowMs();
  const scopes = [...new Set(asked)];
  const expiresAtMs = expiryOf(expiresAt, nowMs);
  const { principal } = ctx;
  if (principal.kind === 'user' || principal.kind === 'token') refuseTooFar(scopes, principal.role);
  const token = `bb_live_${newBearerSecret()}`;
  return ctx.store.transaction(async (tx) => {
    const { id: userId, role, username } = await ownerOf(tx, principal);
    // The role may have been lowered since the request came in.
    refuseTooFar(scopes, role as Role);
    const row = await insertToken(tx, {
      user_id: userId,
      name,
      token_hash: hashOfSecret(token),
      scopes: JSON.stringify(scopes),
      created_at_ms: nowMs,
      expires_at_ms: expiresAtMs,
      last_used_at_ms: null,
      revoked_at_ms: null,
    });
    const subject = `token ${row.id} (${name})`;
    await recordAudit(ctx, tx, { action: 'token.created', subject, detail: `scopes ${scopes.join(', ')}` });
    return { ...presentToken({ ...row, username }), token };
  });
}
