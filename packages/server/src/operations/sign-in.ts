import { AppError } from '../core/app-error.ts';
import { findUser } from '../storage/user-repository.ts';
import type { OperationContext } from './context.ts';
import { recordAudit } from './record-audit.ts';
import { beginSession, type SignedIn } from './sessions.ts';

export interface SignInInput {
  readonly username: string;
  readonly password: string;
}

function refuseTooFast(waitMs: number): void {
  if (waitMs === 0) return;
  const seconds = Math.ceil(waitMs / 1000);
  throw new AppError('rate_limited', `Too many attempts to sign in. Try again in ${seconds} s.`);
}

const refused = () => new AppError('unauthorized', 'The user name or the password is wrong.');

/** Signs a person in. Throws `unauthorized` (the same for a wrong name and a wrong password) and `rate_limited`. */
export async function signIn(ctx: OperationContext, { username, password }: SignInInput): Promise<SignedIn> {
  const name = username.trim();
  refuseTooFast(ctx.signInThrottle.begin(name, ctx.remoteAddress));
  const user = await findUser(ctx.store.db, name);
  const isRight = await ctx.passwords.verify(password, user?.password_hash ?? null);
  if (user === null || !isRight) {
    // A name that does not exist may be a password typed into the wrong field: it is not written down.
    const subject = user === null ? '(unknown user)' : `user ${user.username}`;
    await ctx.store.transaction((tx) => recordAudit(ctx, tx, { action: 'session.refused', subject }));
    throw refused();
  }
  ctx.signInThrottle.succeeded(name, ctx.remoteAddress);
  return ctx.store.transaction(async (tx) => {
    // The password may have been reset while the old one was being checked.
    const current = await findUser(tx, name);
    if (current?.password_hash !== user.password_hash) throw refused();
    return beginSession(ctx, tx, user);
  });
}
