import { AppError } from '../core/app-error.ts';
import type { DatabaseTransaction } from '../storage/open-store.ts';
import { hasUsers, insertUser, type UserRow } from '../storage/user-repository.ts';
import type { OperationContext } from './context.ts';
import { isSetupNeeded } from './get-setup.ts';
import { countAudit, recordAudit } from './record-audit.ts';
import { type Browser, beginSession, type SignedIn } from './sessions.ts';
import { refuseTooFast } from './sign-in.ts';

export interface FirstAdministratorInput {
  readonly token: string;
  readonly username: string;
  readonly password: string;
  readonly browser?: Browser | undefined;
}

/** No account can have this name. */
const throttled = '(set-up)';

function isTaken(): AppError {
  return new AppError('conflict', 'There is an administrator already. Sign in.');
}

async function refuseWrongToken(ctx: OperationContext, token: string): Promise<void> {
  refuseTooFast(ctx.signInThrottle.begin(throttled, ctx.remoteAddress));
  const verdict = ctx.setupToken.judge(token.trim());
  if (verdict === 'valid') {
    ctx.signInThrottle.succeeded(throttled, ctx.remoteAddress);
    return;
  }
  const line = { action: 'setup.refused', subject: 'first administrator', detail: `token ${verdict}` } as const;
  await ctx.store.transaction((tx) => countAudit(ctx, tx, { ...line, isFromAnywhere: true }));
  throw new AppError(
    'forbidden',
    verdict === 'expired'
      ? 'The set-up link has expired; it is good for 60 minutes. Restart BuildButler for a new one.'
      : 'This is not the set-up token. Use the link that BuildButler printed when it started last, or the text in the file setup-token of its data directory.',
  );
}

/** Stores the first administrator; in a transaction, so that there is never a second first one. Throws `conflict`. */
export async function storeFirstAdministrator(
  ctx: Pick<OperationContext, 'principal' | 'clock' | 'remoteAddress'>,
  tx: DatabaseTransaction,
  user: { readonly username: string; readonly passwordHash: string },
): Promise<UserRow> {
  if (await hasUsers(tx)) throw isTaken();
  const { username, passwordHash } = user;
  const row = await insertUser(tx, {
    username,
    password_hash: passwordHash,
    role: 'admin',
    created_at_ms: ctx.clock.nowMs(),
  });
  await recordAudit(ctx, tx, { action: 'setup.completed', subject: `user ${username}`, detail: 'role admin' });
  return row;
}

/** Creates the first administrator with the one-time token and signs them in. Throws `forbidden`, `conflict`, `rate_limited`. */
export async function createFirstAdministrator(
  ctx: OperationContext,
  { browser, token, username, password }: FirstAdministratorInput,
): Promise<SignedIn> {
  if (!(await isSetupNeeded(ctx))) throw isTaken();
  await refuseWrongToken(ctx, token);
  const passwordHash = await ctx.passwords.hash(password);
  const signedIn = await ctx.store.transaction(async (tx) =>
    beginSession(ctx, tx, await storeFirstAdministrator(ctx, tx, { username, passwordHash }), browser),
  );
  await ctx.setupToken.discard();
  return signedIn;
}
