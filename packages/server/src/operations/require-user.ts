import { AppError } from '../core/app-error.ts';
import type { Database, DatabaseTransaction } from '../storage/open-store.ts';
import { findUser, listUserRows, type UserRow } from '../storage/user-repository.ts';

/** The user of a name, whatever its case. Throws `not_found`. */
export async function requireUser(db: Database, username: string): Promise<UserRow> {
  const user = await findUser(db, username.trim());
  if (user !== null) return user;
  throw new AppError('not_found', `There is no user "${username.trim()}".`);
}

/** Keeps at least one administrator who can sign in; in the transaction of the change. Throws `conflict`. */
export async function keepAnAdministrator(tx: DatabaseTransaction, without: UserRow): Promise<void> {
  const isAdministrator = ({ disabled_at_ms, role }: UserRow) => role === 'admin' && disabled_at_ms === null;
  if (!isAdministrator(without)) return;
  if ((await listUserRows(tx)).some((user) => user.id !== without.id && isAdministrator(user))) return;
  throw new AppError(
    'conflict',
    `${without.username} is the only administrator who can sign in. Make somebody else an administrator first.`,
  );
}
