import { AppError } from '../core/app-error.ts';
import { findUser } from '../storage/user-repository.ts';
import type { OperationContext } from './context.ts';
import { countAudit } from './record-audit.ts';
import { type Browser, beginSession, type SignedIn } from './sessions.ts';

export interface SignInInput {
  readonly username: string;
  readonly password: string;
  readonly browser?: Browser | undefined;
}

/** Throws `rate_limited` while an attempt has to wait. */
export function refuseTooFast(waitMs: number): void {
  if (waitMs === 0) return;
  const seconds = Math.ceil(waitMs / 1000);
  throw new AppError('rate_limited', `Too many attempts. Try again in ${seconds} s.`);
}

const refused = () => new AppError('unauthorized', 'The user name or the password is wrong.');

/** Signs a person in. Throws `unauthorized` (the same for a wrong name and a wrong password) `forbidden` for a disabled account, and `rate_limited`. */
export async function signIn(ctx: OperationContext, { browser, username, password }: SignInInput): Promise<SignedIn> {
  const name = username.trim();
  refuseTooFast(ctx.signInThrottle.begin(name, ctx.remoteAddress));
  const user = await findUser(ctx.store.db, name);
  const isRight = await ctx.passwords.verify(password, user?.password_hash ?? null);
  if (user === null || !isRight) {
    // A name that does not exist may be a password typed into the wrong field: it is not written down.
    const subject = user === null ? '(unknown user)' : `user ${user.username}`;
    await ctx.store.transaction((tx) =>
      countAudit(ctx, tx, { action: 'session.refused', subject, isFromAnywhere: false }),
    );
    throw refused();
  }
  ctx.signInThrottle.succeeded(name, ctx.remoteAddress);
  return ctx.store.transaction(async (tx) => {
    // The password may have been reset while the old one was being checked.
    const current = await findUser(tx, name);
    if (current?.password_hash !== user.password_hash) throw refused();
    // Told only to somebody who knows the password.
    if (current.disabled_at_ms !== null) {
      throw new AppError('forbidden', 'This account is disabled. An administrator can enable it again.');
    }
    return beginSession(ctx, tx, current, browser);
  });
}
