import { AppError } from '../core/app-error.ts';
import { type AccountLinkRow, deleteAccountLink, deleteResetLinks } from '../storage/account-link-repository.ts';
import type { DatabaseTransaction } from '../storage/open-store.ts';
import { deleteSessionsOfUser } from '../storage/session-repository.ts';
import { insertUser, listUserRows, type UserRow, updateUserRow } from '../storage/user-repository.ts';
import { usernameKey } from '../storage/username-key.ts';
import type { OperationContext } from './context.ts';
import { requireLink, requireLinkStill } from './open-link.ts';
import { recordAudit } from './record-audit.ts';
import { type Browser, beginSession, type SignedIn } from './sessions.ts';

export interface RedeemLinkInput {
  readonly token: string;
  /** Chosen by an invited person. */
  readonly username?: string | undefined;
  readonly password: string;
  readonly browser?: Browser | undefined;
}

function fault(code: 'conflict' | 'unprocessable', message: string): AppError {
  return new AppError(code, message, { details: [{ path: 'body.username', message }] });
}

interface Account {
  readonly username: string;
  readonly passwordHash: string;
}

async function createInvited(
  ctx: OperationContext,
  tx: DatabaseTransaction,
  row: AccountLinkRow,
  { passwordHash, username }: Account,
): Promise<UserRow> {
  const key = usernameKey(username);
  // Compared with every name, since names from before there were keys have keys of another make.
  if ((await listUserRows(tx)).some((user) => usernameKey(user.username) === key)) {
    throw fault('conflict', 'This name is taken, or looks like one that is. Choose another.');
  }
  const { role } = row;
  const created_at_ms = ctx.clock.nowMs();
  const user = await insertUser(tx, { username, password_hash: passwordHash, role, created_at_ms });
  const detail = `role ${role}, invited by ${row.created_by}`;
  await recordAudit(ctx, tx, { action: 'user.created', subject: `user ${username}`, detail, actor: username });
  return user;
}

async function resetInvited(
  ctx: OperationContext,
  tx: DatabaseTransaction,
  user: UserRow,
  { passwordHash, username }: Account,
): Promise<UserRow> {
  await updateUserRow(tx, user.id, { password_hash: passwordHash });
  await deleteSessionsOfUser(tx, user.id);
  await deleteResetLinks(tx, user.id);
  const line = { subject: `user ${username}`, detail: 'by link, API tokens kept', actor: username };
  await recordAudit(ctx, tx, { action: 'user.password_reset', ...line });
  return user;
}

/**
 * Creates the invited account or sets the new password, uses the link up and signs in.
 * Throws `not_found`, `conflict` for a name that is taken, `unprocessable`, `rate_limited`.
 */
export async function redeemLink(ctx: OperationContext, input: RedeemLinkInput): Promise<SignedIn> {
  const { browser, password, token } = input;
  const { user: known } = await requireLink(ctx, token);
  const username = known?.username ?? input.username;
  if (username === undefined) throw fault('unprocessable', 'Choose a user name.');
  const passwordHash = await ctx.passwords.hash(password);
  return ctx.store.transaction(async (tx) => {
    const { row, user } = await requireLinkStill(tx, token, ctx.clock.nowMs());
    await deleteAccountLink(tx, row.id);
    const account = { username, passwordHash };
    const signedIn = await (user === null
      ? createInvited(ctx, tx, row, account)
      : resetInvited(ctx, tx, user, account));
    return beginSession(ctx, tx, signedIn, browser);
  });
}
